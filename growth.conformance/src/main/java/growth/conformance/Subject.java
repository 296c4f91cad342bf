package growth.conformance;

import growth.api.engine.Engine;
import growth.api.operator.GrowthOperator;
import growth.api.options.Options;

/**
 * An operator that is examined.
 *
 * @param operator the operator
 * @param options  its options, the same in every request
 * @param engine   computes gradients, for the checks and for operators that learn
 */
public record Subject(GrowthOperator operator, Options options, Engine engine) {
    /** Returns the operator's name. */
    public String name() {
        return operator.card().card().name();
    }
}
