package growth.runtime.plugins.guard;

import growth.api.options.Card;
import growth.api.suite.EvaluationSuite;
import growth.api.suite.SuiteRequest;
import growth.api.suite.SuiteTask;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A suite behind the guard. It is asked for its tasks once, before the run's first step, and none of its code runs afterwards: the tasks
 * are values of the api.
 *
 * @param suite the suite
 * @param calls the way to it
 */
record GuardedSuite(EvaluationSuite suite, PluginCalls calls) implements EvaluationSuite {
    @Override
    public Card card() {
        return calls.ask("card", () -> PlainCards.of(suite.card()));
    }

    @Override
    public List<SuiteTask> tasks(SuiteRequest request) {
        List<SuiteTask> tasks = calls.work("tasks", () -> suite.tasks(request).stream()
                .map(task -> new SuiteTask(task.name(), PlainText.of(task.description()), task.chance(), task.examples())).toList());
        if (tasks.isEmpty()) {
            throw calls.wrong("tasks", "no task");
        }
        Set<String> names = new HashSet<>();
        tasks.stream().map(SuiteTask::name).filter(name -> !names.add(name)).findFirst().ifPresent(name -> {
            throw calls.wrong("tasks", "two tasks '" + name + "'");
        });
        return tasks;
    }
}
