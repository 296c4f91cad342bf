package growth.api.operator;

import growth.api.algebra.GrowthMap;
import growth.api.algebra.StateGrowth;
import growth.api.model.ModelState;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** An operator that is nothing but a {@link GrowthMap}: the algebra carries values, moments and averages along it. */
@ConsumerType
public interface MappedOperator extends GrowthOperator {
    /** @return the map of the growth; {@code request} has passed {@link #check} */
    GrowthMap map(GrowthRequest request);

    @Override
    default GrowthResult grow(ModelState state, GrowthRequest request, GrowthContext context) {
        GrowthMap map = map(request);
        return new GrowthResult(StateGrowth.apply(map, state, request.optimizerState(), request.seed()), map, List.of());
    }
}
