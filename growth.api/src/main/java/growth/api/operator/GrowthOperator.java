package growth.api.operator;

import growth.api.GrowthException;
import growth.api.model.ModelState;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Enlarges models. A plug-in implements this, carries {@link OperatorName} and is found by that name in run files; most operators are
 * nothing but a map and implement {@link MappedOperator} instead. Operators have no state: the same model, request and seed give the
 * same result.
 */
@ConsumerType
public interface GrowthOperator {
    /** @return what the operator says of itself */
    OperatorCard card();

    /**
     * Checks a growth before any training starts.
     *
     * @throws GrowthException (CONFIGURATION) that says in one line what cannot be done and what could
     */
    void check(GrowthRequest request);

    /** @return what is preserved in this growth; by default what the card claims */
    default Preservation preservation(GrowthRequest request) {
        return card().preservation();
    }

    /** @return what can be said of the growth before it is made; {@code request} has passed {@link #check} */
    default GrowthForecast forecast(GrowthRequest request) {
        return GrowthForecast.PLAIN;
    }

    /**
     * Grows a model.
     *
     * @param state   the small model; left as it is
     * @param request what is asked for; has passed {@link #check}
     * @param context what the growth may ask for
     * @return the grown model
     */
    GrowthResult grow(ModelState state, GrowthRequest request, GrowthContext context);
}
