package growth.ops.compound;

import growth.api.algebra.GrowthMap;
import growth.api.algebra.GrowthMapBuilder;
import growth.api.algebra.IndexMap;
import growth.api.algebra.LayerMap;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.ModelShape;
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
import growth.api.random.SplitMix;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.osgi.service.component.annotations.Component;

/**
 * CompoundGrow's transform (Gu et al. 2021; grow_bert in google-research): depth by stacking, layer'_i = layer_(i mod l), and intermediate
 * size by tiling, W1' = W1 repeated k times along the neurons, W2' = W2 repeated and divided by k. Either grows alone, or both; the hidden
 * size never grows in the paper. Where k is not whole, each neuron's W2 is divided by its own number of copies.
 */
@OperatorName(CompoundOperator.NAME)
@Component(service = GrowthOperator.class)
public final class CompoundOperator implements GrowthOperator {
    static final String NAME = "compound";

    /** What copied neurons share. */
    enum Shares { EVEN, UNEVEN }

    record CompoundOptions(
            @Option(description = "W2 of copied neurons divided by k, or into random shares, so that copies come apart; dropout does not"
                    + " part them", defaultValue = "even") Shares shares) {
    }

    @Override
    public OperatorCard card() {
        Card card = new Card(NAME, "Repeats the stack of layers and the neurons of their MLPs.",
                "Gu et al. 2021, On the Transformer Growth for Progressive BERT Training (CompoundGrow, NAACL), section 3",
                CompoundOptions.class);
        return new OperatorCard(card, "layer'_i = layer_(i mod l); W1' = tile(W1, k), b1' = tile(b1, k), W2' = tile(W2, k)/k",
                Preservation.EXACT, "more neurons alone: logits equal to 1e-10 in float64 for GELU and SwiGLU; more layers: the loss jumps",
                EnumSet.allOf(Family.class), OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART,
                "growth of hidden size or heads; even shares, with which copied neurons stay equal for ever, whatever the dropout")
                .sameAs("stack, in depth alone by whole factors; otherwise compound takes the first layers for the rest, and stack the"
                        + " last");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        new GrowthCheck(NAME, request).growsOnly(Set.of(Axis.LAYERS, Axis.INTERMEDIATE));
        ModelShape from = request.from();
        ModelShape to = request.target();
        boolean uneven = request.options().as(CompoundOptions.class).shares() == Shares.UNEVEN;
        GrowthMapBuilder map = GrowthMap.between(from, to)
                .layers(LayerMap.of(from.layers(), IntStream.range(0, to.layers()).map(i -> i % from.layers()).toArray()));
        if (request.grows(Axis.INTERMEDIATE)) {
            IndexMap even = IndexMap.tile(from.intermediate(), to.intermediate());
            map.axis(Axis.INTERMEDIATE, uneven ? even.unevenShares(SplitMix.seed(request.seed(), Axis.INTERMEDIATE.label())) : even);
        }
        return GrowthPlan.of(map.build(NAME), from.layers() == to.layers() ? Preservation.EXACT : Preservation.NONE)
                .parted(request.grows(Axis.INTERMEDIATE) && !uneven, "shares: uneven");
    }
}
