package growth.suites.primitives;

import growth.api.suite.SuiteRequest;
import growth.api.suite.SuiteTask;

/** One of the primitives. */
interface Primitive {
    /** Returns the task's name. */
    String name();

    /**
     * Declares the task.
     *
     * @param examples how many
     * @param shots    solved examples before each, if the task has such
     */
    SuiteTask declare(SuiteRequest request, int examples, int shots);
}
