package growth.api.suite;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A model's scores at the tasks of a suite.
 *
 * @param suite the suite's name
 * @param tasks scores in the order of the suite; at least one
 */
public record SuiteResult(String suite, List<TaskScore> tasks) {
    public SuiteResult {
        tasks = List.copyOf(tasks);
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("suite " + suite + " has no score");
        }
    }

    /** Returns the mean of the tasks' exact matches, each task counted alike, as if their errors were independent. */
    public Estimate exactMatch() {
        return mean(TaskScore::exactMatch);
    }

    /** Returns the mean of the tasks' losses per token, each task counted alike, as if their errors were independent. */
    public Estimate loss() {
        return mean(TaskScore::loss);
    }

    /** Returns the mean of the tasks' chances; empty if one is not known. */
    public OptionalDouble chance() {
        return tasks.stream().allMatch(task -> task.chance().isPresent())
                ? tasks.stream().mapToDouble(task -> task.chance().getAsDouble()).average() : OptionalDouble.empty();
    }

    /** Returns what all tasks took. */
    public TaskScore.Cost cost() {
        return tasks.stream().map(TaskScore::cost).reduce(new TaskScore.Cost(0, 0), TaskScore.Cost::plus);
    }

    private Estimate mean(Function<TaskScore, Estimate> score) {
        List<Estimate> all = tasks.stream().map(score).toList();
        double squares = all.stream().mapToDouble(one -> one.standardError() * one.standardError()).sum();
        return new Estimate(all.stream().mapToDouble(Estimate::mean).sum() / all.size(), Math.sqrt(squares) / all.size());
    }
}
