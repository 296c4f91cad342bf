package growth.ops.stacking;

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
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Inserts copies of layers that write nothing at first, so that the function stays the same ({@link NewLayers}). */
@OperatorName(IdentityOperator.NAME)
@Component(service = GrowthOperator.class)
public final class IdentityOperator implements GrowthOperator {
    static final String NAME = "identity";

    @Override
    public OperatorCard card() {
        Card card = new Card(NAME, "Inserts copies of layers whose output projections are zero.",
                "Wu et al. 2024, LLaMA Pro: Progressive LLaMA with Block Expansion (interleaved); Du et al. 2024, Stacking Your"
                        + " Transformers, appendix A (G_zero up)", NewLayers.class);
        return new OperatorCard(card, "copies of layers with W_O = 0 and W_down = 0, so that x + 0 = x", Preservation.EXACT,
                "logits equal to 1e-12 in float64, in any position; at the first step only W_O and W_down of the copies get a gradient",
                Set.of(Family.LLAMA, Family.GPT2, Family.VIT), OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART,
                "post-norm families (bert), whose blocks are not the identity even when silent");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        new GrowthCheck(NAME, request).growsOnly(GrowthCheck.DEPTH).identityLayers("stack");
        return GrowthPlan.depth(request, request.options().as(NewLayers.class).silent(request), NAME, Preservation.EXACT);
    }
}
