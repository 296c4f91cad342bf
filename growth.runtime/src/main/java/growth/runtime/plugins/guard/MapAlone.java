package growth.runtime.plugins.guard;

import growth.api.operator.GrowthOperator;
import growth.api.operator.MappedOperator;
import java.util.Arrays;

/** Tells operators that are nothing but a map from those that have a growth of their own, which needs the whole model. */
public final class MapAlone {
    private MapAlone() {
    }

    /** Returns whether the operator is nothing but its map, guarded or not. */
    public static boolean is(GrowthOperator operator) {
        if (operator instanceof GuardedOperator guarded) {
            return is(guarded.operator());
        }
        return operator instanceof MappedOperator && Arrays.stream(operator.getClass().getMethods())
                .filter(m -> m.getName().equals("grow") && !m.isBridge()).allMatch(m -> m.getDeclaringClass() == MappedOperator.class);
    }
}
