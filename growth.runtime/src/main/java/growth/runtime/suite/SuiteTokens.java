package growth.runtime.suite;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.model.Family;
import growth.api.suite.EvaluationSuite;
import growth.api.suite.SuiteRequest;
import growth.api.suite.SuiteTask;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The tasks of a suite as tokens for one model, asked for and checked once.
 *
 * @param name    the suite's name
 * @param tasks   the tasks that fit the model; at least one
 * @param remarks what was shortened or left out, one line each
 */
public record SuiteTokens(String name, List<TaskTokens> tasks, List<String> remarks) {
    /** The seed of a suite's examples where nobody gives another. */
    public static final long SEED = 1;

    public SuiteTokens {
        tasks = List.copyOf(tasks);
        remarks = List.copyOf(remarks);
    }

    /**
     * Asks a suite for its tasks and turns them into tokens. Where an example is longer than the context, all of its task have fewer shots;
     * a task that does not fit without any is left out. Both is remarked upon.
     *
     * @param name   the suite's name
     * @param prefix special tokens that the model was trained to see before every text
     * @throws GrowthException (CONFIGURATION) if no task can be asked, (FAILING_PLUGIN) if the suite declares what cannot be; without place
     */
    public static SuiteTokens of(String name, EvaluationSuite suite, SuiteRequest request, int[] prefix) {
        List<SuiteTask> declared = suite.tasks(request);
        Set<String> names = new LinkedHashSet<>();
        declared.stream().map(SuiteTask::name).filter(task -> !names.add(task)).findFirst().ifPresent(task -> {
            throw failing(name, "declares two tasks '" + task + "'");
        });
        if (declared.isEmpty()) {
            throw failing(name, "declares no task");
        }
        TaskFitting fitting = new TaskFitting(request, new ExampleEncoder(request.tokenizer().orElse(null), prefix));
        for (SuiteTask task : declared) {
            try {
                fitting.add(task);
            } catch (IllegalArgumentException e) {
                throw failing(name, "task '" + task.name() + "': " + e.getMessage());
            }
        }
        List<String> remarks = fitting.remarks();
        if (fitting.tasks().isEmpty()) {
            throw new GrowthException(Kind.CONFIGURATION, "suite '" + name + "' has no task for this model; " + String.join("; ", remarks));
        }
        return new SuiteTokens(name, fitting.tasks(), remarks.stream().map(remark -> "suite '" + name + "': " + remark).toList());
    }

    /** @throws GrowthException (CONFIGURATION) without place, if models of that family do not continue texts */
    public static void requireCausal(Family family) {
        if (family != Family.LLAMA && family != Family.GPT2) {
            throw new GrowthException(Kind.CONFIGURATION, "suites ask models that continue a text (llama, gpt2), and " + family.id()
                    + (family == Family.VIT ? " classifies images" : " fills in masked tokens") + "; leave them out");
        }
    }

    private static GrowthException failing(String name, String what) {
        return new GrowthException(Kind.FAILING_PLUGIN, "suite '" + name + "' " + what + "; its author must correct it");
    }
}
