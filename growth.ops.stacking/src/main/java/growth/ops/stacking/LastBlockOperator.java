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

/** Gradual stacking: appends a copy of the last layers ({@link LayerMap#lastBlock}). */
@OperatorName(LastBlockOperator.NAME)
@Component(service = GrowthOperator.class)
public final class LastBlockOperator implements GrowthOperator {
    static final String NAME = "last-block";

    @Override
    public OperatorCard card() {
        Card card = new Card(NAME, "Appends a copy of the last layers, as many as the growth adds.",
                "Gong et al. 2019, Efficient Training of BERT by Progressively Stacking (doubling); Saunshi et al. 2024, MIDAS, section on"
                        + " gradual stacking (GradStack)");
        return new OperatorCard(card, "layer'_i = layer_i for i < l, then layer_(i − (L − l)); doubling is stack", Preservation.NONE,
                "the loss jumps at the growth; doubling 3 layers to 6 to 12 is StackBERT; midas copies the middle block instead",
                EnumSet.allOf(Family.class), OptimizerStatePolicy.RESET, LearningRatePolicy.CONTINUE,
                "growing to more than twice the depth at once; runs that must keep their function at the growth");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        LayerMap layers = new GrowthCheck(NAME, request).growsOnly(GrowthCheck.DEPTH)
                .possible(() -> LayerMap.lastBlock(request.from().layers(), request.to().layers()));
        return GrowthPlan.depth(request, layers, NAME, Preservation.NONE);
    }
}
