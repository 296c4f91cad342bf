package growth.ops.stacking;

import growth.api.algebra.LayerMap;
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
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** MIDAS: inserts a copy of the middle block right after it ({@link LayerMap#middleBlock}). */
@OperatorName(MidasOperator.NAME)
@Component(service = GrowthOperator.class)
public final class MidasOperator implements GrowthOperator {
    static final String NAME = "midas";

    record MidasOptions(@Option(description = "layers of a block; left out: as many as the growth adds", atLeast = 1)
            Optional<Integer> block) {
    }

    @Override
    public OperatorCard card() {
        Card card = new Card(NAME, "Inserts a copy of the middle block of layers right after it.",
                "Saunshi et al. 2024, On the Inductive Bias of Stacking Towards Improving Reasoning (MIDAS)", MidasOptions.class);
        return new OperatorCard(card, "of n blocks of b layers, block ⌈n/2⌉ is copied right after itself; more than one block: again"
                + " and again", Preservation.NONE, "with six stages of four layers and prop-2, 1.24 times as fast as the full model by the"
                + " count of layers; better at reasoning than the full model at the same perplexity",
                EnumSet.allOf(Family.class), OptimizerStatePolicy.CARRY, LearningRatePolicy.CONTINUE,
                "runs that must keep their function at the growth. How the paper treated the optimizer state is not known; carry is the"
                        + " choice of a re-implementation");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        new GrowthCheck(NAME, request).growsOnly(GrowthCheck.DEPTH);
        int from = request.from().layers();
        int added = request.to().layers() - from;
        int block = request.options().as(MidasOptions.class).block().orElse(added);
        if (from % block != 0 || added % block != 0) {
            throw request.options().refuse("block", "blocks of " + block + " layers divide neither or only one of the " + from
                    + " layers and the " + added + " added ones; give a divisor of both, or other depths");
        }
        LayerMap layers = LayerMap.identity(from);
        while (layers.to() < request.to().layers()) {
            layers = layers.then(LayerMap.middleBlock(layers.to(), block));
        }
        return GrowthPlan.depth(request, layers, NAME, Preservation.NONE);
    }
}
