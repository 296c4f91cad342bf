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

/** Repeats every layer beside itself ({@link LayerMap#interpolate}). */
@OperatorName(InterpolateOperator.NAME)
@Component(service = GrowthOperator.class)
public final class InterpolateOperator implements GrowthOperator {
    static final String NAME = "interpolate";

    @Override
    public OperatorCard card() {
        Card card = new Card(NAME, "Repeats every layer beside itself.",
                "Du et al. 2024, Stacking Your Transformers, ablation of stacking against interpolation");
        return new OperatorCard(card, "layer'_i = layer_⌊i·l/L⌋: 2 → 4 gives 0 0 1 1", Preservation.NONE,
                "growing 8 layers to 24 it began like stack and ended worse: it keeps 30 % of the neighbourhoods of layers, stack 91 %;"
                        + " models trained to the end may prefer it",
                EnumSet.allOf(Family.class), OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART,
                "early growth, where stack is better; runs that must keep their function at the growth");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        new GrowthCheck(NAME, request).growsOnly(GrowthCheck.DEPTH);
        return GrowthPlan.depth(request, LayerMap.interpolate(request.from().layers(), request.to().layers()), NAME, Preservation.NONE);
    }
}
