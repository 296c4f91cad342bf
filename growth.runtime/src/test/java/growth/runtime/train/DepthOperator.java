package growth.runtime.train;

import growth.api.GrowthException;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.LayerMap;
import growth.api.model.Family;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.MappedOperator;
import growth.api.operator.OperatorCard;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.api.options.Card;
import java.util.List;
import java.util.Set;

/**
 * Grows depth.
 *
 * @param name   its name
 * @param silent whether added layers are silent, so that the function stays
 */
public record DepthOperator(String name, boolean silent) implements MappedOperator {
    @Override
    public OperatorCard card() {
        return new OperatorCard(new Card(name, "Grows depth.", "none", List.of()), "copies of layers", silent ? Preservation.EXACT
                : Preservation.NONE,
                "none", Set.of(Family.LLAMA), OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART, "width");
    }

    @Override
    public void check(GrowthRequest request) {
        if (request.to().layers() <= request.from().layers()) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, name + " grows depth only");
        }
    }

    @Override
    public GrowthMap map(GrowthRequest request) {
        int from = request.from().layers();
        int to = request.to().layers();
        return GrowthMap.depth(request.from(), request.to(), silent ? LayerMap.identityAppended(from, to) : LayerMap.stack(from, to), name);
    }
}
