package growth.conformance;

import growth.api.algebra.GrowthMap;
import growth.api.algebra.TensorStep;
import growth.api.model.ModelShape;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OperatorCard;
import growth.api.operator.Preservation;
import java.util.List;

/** Padding that leaves the norms' epsilon as it is, although their statistics are of more coordinates: exact up to epsilon. */
class UpToEpsilon extends WidthOperator {
    private final List<TensorStep> steps;

    UpToEpsilon(TensorStep... steps) {
        super(UpToEpsilon::unscaled);
        this.steps = List.of(steps);
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        GrowthPlan plan = super.plan(request);
        for (TensorStep step : steps) {
            plan = plan.then(step);
        }
        return plan;
    }

    private static GrowthMap unscaled(GrowthRequest request) {
        GrowthMap pads = pads(request);
        ModelShape to = pads.to().toBuilder().normEpsilon(request.from().normEpsilon()).build();
        return new GrowthMap(pads.from(), to, pads.axes(), pads.layers(), pads.fill(), pads.normGain(), pads.description());
    }

    @Override
    public OperatorCard card() {
        OperatorCard card = super.card();
        return new OperatorCard(card.card(), card.formula(), Preservation.EXACT_UP_TO_EPSILON, card.evidence(), card.families(),
                card.optimizerState(), card.learningRate(), card.notFor());
    }
}
