package growth.suites.primitives;

import growth.api.options.Card;
import growth.api.options.Option;
import growth.api.options.Options;
import growth.api.suite.EvaluationSuite;
import growth.api.suite.SuiteName;
import growth.api.suite.SuiteRequest;
import growth.api.suite.SuiteTask;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/**
 * Reasoning primitives: tasks that need no knowledge of the world, with which gradual stacking was found to help beyond what its loss says
 * (Saunshi et al. 2024, On the Inductive Bias of Stacking Towards Improving Reasoning, NeurIPS 2024, appendix B; Saunshi et al. 2025,
 * Reasoning with Latent Thoughts, arXiv 2502.17416). Everything is drawn by the seed, for any tokenizer. {@link Induction},
 * {@link Variables} and {@link Arithmetic} say which parts of their formats are the paper's and which are ours.
 */
@SuiteName(PrimitivesSuite.NAME)
@Component(service = EvaluationSuite.class)
public final class PrimitivesSuite implements EvaluationSuite {
    static final String NAME = "primitives";
    private static final List<Primitive> ALL = Stream.of(Stream.of(new Induction()), Variables.all(), Arithmetic.all())
            .<Primitive>flatMap(some -> some).toList();

    /**
     * The suite's options.
     *
     * @param examples how many examples each task has
     * @param shots    solved examples before each
     * @param tasks    which tasks are asked; empty: all
     */
    record PrimitivesOptions(
            @Option(description = "how many examples each task has; the standard error of an exact match is about 1/(2·√examples) at most",
                    defaultValue = "100", atLeast = 1, atMost = 100_000) int examples,
            @Option(description = "solved examples before each (the paper's is 5); fewer are given where the model's context is short,"
                    + " and none for induction copying, which shows itself how it goes",
                    defaultValue = "5", atLeast = 0, atMost = 100) int shots,
            @Option(description = "the tasks that are asked, e.g. [induction-copying, variable-math-1]; if absent, all")
            Optional<List<String>> tasks) {
        PrimitivesOptions {
            tasks.stream().flatMap(List::stream).filter(name -> ALL.stream().noneMatch(task -> task.name().equals(name))).findFirst()
                    .ifPresent(name -> {
                        throw Options.refused("tasks", "there is no task '" + name + "'; there are "
                                + String.join(", ", ALL.stream().map(Primitive::name).toList()));
                    });
            if (tasks.filter(List::isEmpty).isPresent()) {
                throw Options.refused("tasks", "nothing would be asked; name a task, or leave it out for all");
            }
        }
    }

    @Override
    public Card card() {
        return new Card(NAME, "Asks for induction copying, variable assignment (as math and as code, 0 to 2 steps) and small sums.",
                "Saunshi et al. 2024, On the Inductive Bias of Stacking Towards Improving Reasoning, appendix B (NeurIPS 2024)",
                PrimitivesOptions.class);
    }

    @Override
    public List<SuiteTask> tasks(SuiteRequest request) {
        PrimitivesOptions options = request.options().as(PrimitivesOptions.class);
        return ALL.stream().filter(task -> options.tasks().map(asked -> asked.contains(task.name())).orElse(true))
                .map(task -> task.declare(request, options.examples(), options.shots())).toList();
    }
}
