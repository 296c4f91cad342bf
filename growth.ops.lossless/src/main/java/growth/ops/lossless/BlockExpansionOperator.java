package growth.ops.lossless;

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
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** LLaMA Pro: divides the blocks into equal groups and inserts, after each, copies of its last block that are the identity. */
@OperatorName(BlockExpansionOperator.NAME)
@Component(service = GrowthOperator.class)
public final class BlockExpansionOperator implements GrowthOperator {
    static final String NAME = "block-expansion";

    record BlockExpansionOptions(
            @Option(description = "identity copies P after each of the N = (L − l) / P groups of l / N layers", defaultValue = "1",
                    atLeast = 1, atMost = 1000) int copies) {
    }

    @Override
    public OperatorCard card() {
        Card card = new Card(NAME, "Divides the layers into equal groups and follows each with identity copies of its last layer.",
                "Wu et al. 2024, LLaMA Pro: Progressive LLaMA with Block Expansion, section 3.2", BlockExpansionOptions.class);
        return new OperatorCard(card, "N = (L − l) / P groups of l / N layers; after each, P copies of its last layer with W_O = 0 and"
                + " W_down = 0, so that x + 0 = x; the paper then trains the copies alone (growth.trains: new)",
                Preservation.EXACT,
                "logits equal to 1e-10 in float64; at the first step only W_O and W_down of the copies get a gradient, at the second all of"
                        + " them",
                Set.of(Family.LLAMA, Family.GPT2, Family.VIT), OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART,
                "post-norm families (bert), whose blocks are not the identity even when silent")
                .sameAs("identity, with one copy after each group; several copies of one layer stand together, where"
                        + " identity spreads them");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        new GrowthCheck(NAME, request).growsOnly(GrowthCheck.DEPTH).identityLayers("stack");
        int from = request.from().layers();
        int added = request.to().layers() - from;
        int copies = request.options().as(BlockExpansionOptions.class).copies();
        if (added % copies != 0 || from % (added / copies) != 0) {
            throw request.refuse(NAME + " cannot follow equal groups of " + from + " layers with " + copies + " of "
                    + added + " new layers each; give layers " + (from + largestDivisor(from, added / copies) * copies)
                    + ", or use lemon, which spreads any number");
        }
        int size = from / (added / copies);
        return GrowthPlan.depth(request, LayerMap.identityAfter(from, i -> (i + 1) % size == 0 ? copies : 0), NAME, Preservation.EXACT);
    }

    /** Returns the largest divisor of {@code number} up to {@code limit}, at least 1. */
    private static int largestDivisor(int number, int limit) {
        int divisor = Math.max(1, Math.min(limit, number));
        while (number % divisor != 0) {
            divisor--;
        }
        return divisor;
    }
}
