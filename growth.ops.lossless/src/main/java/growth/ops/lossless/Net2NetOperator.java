package growth.ops.lossless;

import growth.api.algebra.GrowthMap;
import growth.api.algebra.GrowthMapBuilder;
import growth.api.algebra.IndexMap;
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
import org.osgi.service.component.annotations.Component;

/** Net2Net: widens models by random copies that share their readers' weights, and deepens them by layers that are the identity. */
@OperatorName(Net2NetOperator.NAME)
@Component(service = GrowthOperator.class)
public final class Net2NetOperator implements GrowthOperator {
    static final String NAME = "net2net";

    /** How the weights that read copies are divided. */
    enum Shares { EVEN, UNEVEN }

    record Net2NetOptions(
            @Option(description = "how the weights that read n copies of a neuron or head are divided: 1/n each, as in the paper, or at"
                    + " random, so that the copies grow apart", defaultValue = "even") Shares shares) {
    }

    @Override
    public OperatorCard card() {
        Card card = new Card(NAME, "Copies random neurons and heads, divides their readers' weights among the copies, and inserts"
                + " identity layers.",
                "Chen, Goodfellow and Shlens 2016, Net2Net: Accelerating Learning via Knowledge Transfer (Net2WiderNet and"
                        + " Net2DeeperNet)", Net2NetOptions.class);
        return new OperatorCard(card, "W'[i, j] = W[g(i), h(j)] / n_h(j), with g, h random beyond the old indices and n the number of"
                + " copies; hidden coordinates are tiled; new layers have W_O = 0 and W_down = 0", Preservation.EXACT,
                "logits equal to 1e-10 in float64 for every family, tied and untied, MHA, GQA and MQA, neurons and heads in any number;"
                        + " moments under SCALED equal the true gradients to 1e-12 for llama, and to 1e-8 by central differences for the"
                        + " others; after 30 steps of Adam without dropout, copies with even shares are still equal and copies with"
                        + " uneven shares are not",
                EnumSet.allOf(Family.class), OptimizerStatePolicy.RESET, LearningRatePolicy.CONTINUE,
                "hidden sizes that are not a multiple (use lemon); depth of bert, whose post-norm blocks are not the identity; even shares,"
                        + " whose copies stay equal")
                .sameAs("identity, in depth alone; in width it copies");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        boolean uneven = request.options().as(Net2NetOptions.class).shares() == Shares.UNEVEN;
        GrowthMap map = new GrowthCheck(NAME, request).growsOnly(GrowthCheck.DEPTH_AND_WIDTH)
                .wholeFactor(Axis.HIDDEN, "the norms would weigh some coordinates twice; use lemon").identityLayers("stack")
                .possible(() -> random(request, uneven)
                        .layers(LayerMap.identityInterleaved(request.from().layers(), request.to().layers())).build(NAME));
        return InnerCopies.parted(GrowthPlan.of(map, Preservation.EXACT), request, !uneven, "shares: uneven");
    }

    /** Returns a builder with tiled hidden coordinates and random copies of neurons and heads; the layers are still to be set. */
    static GrowthMapBuilder random(GrowthRequest request, boolean uneven) {
        GrowthMapBuilder map = GrowthMap.between(request.from(), request.target());
        if (request.grows(Axis.HIDDEN)) {
            map.axis(Axis.HIDDEN, IndexMap.tile(request.from().hidden(), request.to().hidden()));
        }
        InnerCopies.add(map, request, new RandomCopies(request.seed(), uneven));
        return map;
    }
}
