package growth.it.probe;

import growth.api.algebra.LayerMap;
import growth.api.model.Family;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OperatorCard;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.api.options.Card;
import java.util.Set;

/** Repeats the stack of layers; what its kinds do besides is their own. */
abstract class StackingProbe implements GrowthOperator {

    private final String name;

    StackingProbe(String name) {
        this.name = name;
    }

    @Override
    public OperatorCard card() {
        Card card = new Card(name, "Repeats the stack of layers, for a test.", "none");
        return new OperatorCard(card, "layer'_i = layer_(i mod l)", Preservation.NONE, "none", Set.of(Family.values()),
                OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART, "anything but tests");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        return GrowthPlan.depth(request, LayerMap.stack(request.from().layers(), request.to().layers()), name, Preservation.NONE);
    }
}
