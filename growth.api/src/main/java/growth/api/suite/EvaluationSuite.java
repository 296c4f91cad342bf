package growth.api.suite;

import growth.api.GrowthException;
import growth.api.options.Card;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Declares tasks that models are scored on. A plug-in implements this, carries {@link SuiteName} and is found by that name in run files. It
 * never sees a model: it says what is asked and what would be right, and the framework scores.
 */
@ConsumerType
public interface EvaluationSuite {
    /** Returns the suite's card. */
    Card card();

    /**
     * Declares the tasks. The same request gives the same tasks, so that models can be compared and a resumed run goes on with the same
     * examples.
     *
     * @return at least one task; no two of one name
     * @throws GrowthException (CONFIGURATION, or DATA for files) that says in one line what cannot be done and what could
     */
    List<SuiteTask> tasks(SuiteRequest request);
}
