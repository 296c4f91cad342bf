package growth.ops.lossless;

import growth.api.algebra.BlockDiagonal;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.LayerMap;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.operator.GrowthCheck;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OperatorCard;
import growth.api.operator.OperatorName;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.api.options.Card;
import growth.api.options.Option;
import java.util.EnumSet;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Staged training: doubles width, depth or both; moments grow as the gradients do. */
@OperatorName(StagedOperator.NAME)
@Component(service = GrowthOperator.class)
public final class StagedOperator implements GrowthOperator {
    static final String NAME = "staged";
    private static final List<Axis> WIDTH = List.of(Axis.HIDDEN, Axis.INTERMEDIATE, Axis.HEADS, Axis.KV_HEADS);

    /** Where new layers go. */
    enum Order { APPEND, ALTERNATE }

    record StagedOptions(
            @Option(description = "where new layers go: after all old ones (0 1 0 1), or each after its source (0 0 1 1)",
                    defaultValue = "append") Order order,
            @Option(description = "true: new layers write nothing at first, which keeps the function of pre-norm families; false: they are"
                    + " plain copies", defaultValue = "true") boolean identity) {
    }

    @Override
    public OperatorCard card() {
        Card card = new Card(NAME, "Doubles the width by block-diagonal weights, the depth by a second copy of every layer, or both.",
                "Shen et al. 2022, Staged Training for Transformer Language Models (growth operators for width and depth)",
                StagedOptions.class);
        return new OperatorCard(card, "width: W' = diag(W, W), vectors and embeddings repeated, the last norm before a tied head halved, an"
                + " untied head (W, W) / 2; depth: layer'_i = layer_(i mod l) or layer_⌊i/2⌋", Preservation.EXACT,
                "logits equal to 1e-10 in float64 in width for every family, tied and untied, MHA, GQA and MQA, and in depth with identity:"
                        + " true; moments under SCALED (m/2, v/4) equal the true gradients of the diagonal blocks to 1e-12 for llama;"
                        + " after 30 steps of Adam without dropout the two halves are still equal",
                EnumSet.allOf(Family.class), OptimizerStatePolicy.SCALED, LearningRatePolicy.REWARM,
                "other factors than 2; more neurons, whose halves stay equal (use lemon); identity layers of bert, whose blocks are not"
                        + " the identity even when silent");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        new GrowthCheck(NAME, request).growsOnly(GrowthCheck.DEPTH_AND_WIDTH);
        int from = request.from().layers();
        int to = request.to().layers();
        if (to != from && to != 2 * from) {
            throw request.refuse(NAME + " doubles the layers or leaves them, and " + to + " is neither " + from + " nor " + 2 * from
                    + "; give layers " + 2 * from);
        }
        boolean wider = WIDTH.stream().anyMatch(request::grows);
        for (Axis axis : WIDTH) {
            int size = request.from().size(axis);
            if (wider && request.to().size(axis) != 2 * size) {
                throw request.refuse(NAME + " doubles every width at once, and " + axis.label() + " would go from " + size
                        + " to " + request.to().size(axis) + ": a half would read what belongs to the other; give " + axis.label() + " "
                        + 2 * size);
            }
        }
        if (identity(request)) {
            new GrowthCheck(NAME + " with identity: true", request).identityLayers("stack");
        }
            GrowthMap map = GrowthMap.between(request.from(), request.target()).copyWidth().layers(layers(request)).build(NAME);
        return GrowthPlan.of(map, identity(request) || to == from ? Preservation.EXACT : Preservation.NONE)
                .parted(request.widens(), "another operator, e.g. lemon").then(new BlockDiagonal());
    }

    private static LayerMap layers(GrowthRequest request) {
        int from = request.from().layers();
        int to = request.to().layers();
        if (request.options().as(StagedOptions.class).order() == Order.ALTERNATE) {
            return identity(request) ? LayerMap.identityInterleaved(from, to) : LayerMap.interpolate(from, to);
        }
        return identity(request) ? LayerMap.identityAppended(from, to) : LayerMap.stack(from, to);
    }

    private static boolean identity(GrowthRequest request) {
        return request.options().as(StagedOptions.class).identity();
    }
}
