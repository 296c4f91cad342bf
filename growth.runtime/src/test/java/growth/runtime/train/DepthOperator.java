package growth.runtime.train;

import growth.api.GrowthException;
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

/**
 * Grows depth.
 *
 * @param name   its name
 * @param silent whether added layers are silent, so that the function stays
 */
public record DepthOperator(String name, boolean silent) implements GrowthOperator {
    @Override
    public OperatorCard card() {
        return new OperatorCard(new Card(name, "Grows depth.", "none"), "copies of layers", silent ? Preservation.EXACT
                : Preservation.NONE,
                "none", Set.of(Family.LLAMA), OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART, "width");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        int from = request.from().layers();
        int to = request.to().layers();
        if (to <= from) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, name + " grows depth only");
        }
        return GrowthPlan.depth(request, silent ? LayerMap.identityAppended(from, to) : LayerMap.stack(from, to), name,
                card().preservation());
    }
}
