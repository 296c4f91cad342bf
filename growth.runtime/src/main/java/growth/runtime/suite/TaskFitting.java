package growth.runtime.suite;

import growth.api.suite.SuiteExample;
import growth.api.suite.SuiteRequest;
import growth.api.suite.SuiteTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fits the tasks of a suite into a model's context. */
final class TaskFitting {
    private final SuiteRequest request;
    private final ExampleEncoder encoder;
    private final List<TaskTokens> tasks = new ArrayList<>();
    private final List<String> shortened = new ArrayList<>();
    private final List<String> tooLong = new ArrayList<>();
    private final List<String> withoutTokenizer = new ArrayList<>();

    /** @param request what the suite was asked */
    TaskFitting(SuiteRequest request, ExampleEncoder encoder) {
        this.request = request;
        this.encoder = encoder;
    }

    /**
     * Adds a task, with as many shots as fit.
     *
     * @throws IllegalArgumentException in words if an example cannot be asked of any model
     */
    void add(SuiteTask task) {
        if (request.tokenizer().isEmpty() && task.examples().stream().anyMatch(SuiteExample.Text.class::isInstance)) {
            withoutTokenizer.add(task.name());
            return;
        }
        int wanted = task.examples().stream().mapToInt(TaskFitting::shots).max().orElseThrow();
        int shots = wanted;
        Optional<List<Asked>> asked = encoded(task, shots);
        while (asked.isEmpty() && shots > 0) {
            asked = encoded(task, --shots);
        }
        if (asked.isEmpty()) {
            tooLong.add(task.name());
            return;
        }
        if (shots < wanted) {
            shortened.add(task.name() + " " + shots + " of " + wanted);
        }
        tasks.add(new TaskTokens(task.name(), task.chance(), shots, asked.get()));
    }

    private static int shots(SuiteExample example) {
        return example instanceof SuiteExample.Text text ? text.shots().size() : 0;
    }

    /** Returns the examples with so many shots; nothing if one of them is too long. */
    private Optional<List<Asked>> encoded(SuiteTask task, int shots) {
        List<Asked> all = new ArrayList<>();
        for (SuiteExample example : task.examples()) {
            Asked asked = encoder.encode(example, shots);
            if (asked.longest() > request.context()) {
                return Optional.empty();
            }
            requireKnown(asked);
            all.add(asked);
        }
        return Optional.of(all);
    }

    private void requireKnown(Asked asked) {
        for (int id : asked.right().tokens()) {
            if (id < 0 || id >= request.vocabulary()) {
                throw new IllegalArgumentException("token id " + id + " in an example; the model has 0 to " + (request.vocabulary() - 1));
            }
        }
    }

    /** Returns the tasks that fit. */
    List<TaskTokens> tasks() {
        return tasks;
    }

    /** Returns what was shortened or left out, one line each. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        remark(remarks, "left out, because an example alone is longer than the model's context of " + request.context() + " tokens",
                tooLong);
        remark(remarks, "left out, because they are text, and the data have no tokenizer", withoutTokenizer);
        remark(remarks, "fewer solved examples stand before each, because no more fit " + request.context() + " tokens", shortened);
        return remarks;
    }

    private static void remark(List<String> remarks, String what, List<String> tasks) {
        if (!tasks.isEmpty()) {
            remarks.add(what + ": " + String.join(", ", tasks));
        }
    }
}
