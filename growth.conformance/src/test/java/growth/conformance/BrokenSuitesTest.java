package growth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.options.Card;
import growth.api.suite.EvaluationSuite;
import growth.api.suite.SuiteExample;
import growth.api.suite.SuiteRequest;
import growth.api.suite.SuiteTask;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;

/** Suites with one mistake each, which the conformance suite must find and name. */
class BrokenSuitesTest {
    private static EvaluationSuite suite(Function<SuiteRequest, List<SuiteTask>> tasks) {
        return new EvaluationSuite() {
            @Override
            public Card card() {
                return new Card("some", "Some.", "none");
            }

            @Override
            public List<SuiteTask> tasks(SuiteRequest request) {
                return tasks.apply(request);
            }
        };
    }

    private static SuiteTask task(String name, SuiteExample example) {
        return new SuiteTask(name, "Some.", OptionalDouble.empty(), List.of(example));
    }

    private static SuiteExample tokens(int id) {
        return new SuiteExample.Tokens(new int[] {id}, new int[] {1});
    }

    private static void run(Supplier<EvaluationSuite> suites) {
        SuiteConformance conformance = new SuiteConformance() {
            @Override
            protected EvaluationSuite suite() {
                return suites.get();
            }
        };
        conformance.conforms().map(DynamicTest.class::cast).forEach(test -> {
            try {
                test.getExecutable().execute();
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void assertFault(String words, Function<SuiteRequest, List<SuiteTask>> tasks) {
        assertThatThrownBy(() -> run(() -> suite(tasks))).isInstanceOf(Fault.class).hasMessageContaining(words);
    }

    @Test
    void aWholeOnePasses() {
        run(() -> suite(request -> List.of(task("one", tokens(0)), task("two",
                new SuiteExample.Text(List.of(), "a", " b", "", List.of(" c"))))));
    }

    @Test
    void mistakesAreNamed() {
        assertFault("declares no task", request -> List.of());
        assertFault("names two tasks alike", request -> List.of(task("one", tokens(0)), task("one", tokens(2))));
        assertFault("a token id that a model of 256 does not have", request -> List.of(task("one", tokens(256))));
        assertFault("nothing stands before an answer", request -> List.of(task("one", new SuiteExample.Text(List.of(), "", "b", ""))));
        assertFault("the right answer is among the wrong ones",
                request -> List.of(task("one", new SuiteExample.Text(List.of(), "a", "b", "", List.of("b")))));
        int[] calls = new int[1];
        assertFault("declares other tasks when it is asked again", request -> List.of(task("one", tokens(calls[0]++))));
        assertFault("refuses as UNEXPECTED", request -> {
            if (request.tokenizer().isEmpty()) {
                throw new GrowthException(GrowthException.Kind.UNEXPECTED, "no tokenizer");
            }
            return List.of(task("one", tokens(0)));
        });
        assertFault("refuses in several lines", request -> {
            if (request.context() == 2) {
                throw new GrowthException(GrowthException.Kind.CONFIGURATION, "too\nshort");
            }
            return List.of(task("one", tokens(0)));
        });
        assertThat(calls[0]).isPositive();
    }
}
