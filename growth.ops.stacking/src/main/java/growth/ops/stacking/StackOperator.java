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
import java.util.EnumSet;
import org.osgi.service.component.annotations.Component;

/** G_stack: repeats the whole stack of layers ({@link LayerMap#stack}). */
@OperatorName(StackOperator.NAME)
@Component(service = GrowthOperator.class)
public final class StackOperator implements GrowthOperator {
    static final String NAME = "stack";

    @Override
    public OperatorCard card() {
        Card card = new Card(NAME, "Repeats the whole stack of layers.",
                "Du et al. 2024, Stacking Your Transformers: A Closer Look at Model Growth for Efficient LLM Pre-Training, appendix A"
                        + " (G_direct up)");
        return new OperatorCard(card, "layer'_i = layer_(i mod l); if l does not divide L, the rest are the last (L mod l) layers",
                Preservation.NONE, "the loss jumps at the growth and recovers soon; growing by 4 after 10 B tokens, a 7B model reached the"
                        + " loss of a run from scratch with 35 % fewer FLOPs",
                EnumSet.allOf(Family.class), OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART,
                "runs that must keep their function at the growth; starts of a single layer, which lost to training from scratch");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        new GrowthCheck(NAME, request).growsOnly(GrowthCheck.DEPTH);
        return GrowthPlan.depth(request, LayerMap.stack(request.from().layers(), request.to().layers()), NAME, Preservation.NONE);
    }
}
