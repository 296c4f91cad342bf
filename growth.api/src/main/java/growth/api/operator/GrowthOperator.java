package growth.api.operator;

import growth.api.GrowthException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Enlarges models. A plug-in implements this, carries {@link OperatorName} and is found by that name in run files. An operator declares
 * what a growth does; the framework performs it. Operators have no state: the same request gives the same plan. One that trains something
 * to find its plan implements {@link LearningOperator}.
 */
@ConsumerType
public interface GrowthOperator {
    /** Returns the operator's card. */
    OperatorCard card();

    /**
     * Declares a growth. Called before any training starts, and again when the model grows.
     *
     * @param request the requested growth
     * @return the growth, from {@link GrowthRequest#from} to {@link GrowthRequest#target}
     * @throws GrowthException (CONFIGURATION) with its place, that says in one line what cannot be done and what could
     */
    GrowthPlan plan(GrowthRequest request);
}
