package growth.runtime.train;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import growth.api.GrowthException.Kind;
import growth.api.engine.Engine;
import growth.api.engine.EngineSession;
import growth.api.engine.StepResult;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterLayout;
import growth.api.operator.GrowthContext.Gradients;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.fake.Faulty;
import growth.runtime.plugins.guard.Limits;
import growth.runtime.plugins.guard.PluginGuard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Engines of the folder that block, throw and answer what cannot be: named, in bounded time, with the training saved where it can be. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignEngineTest {
    private static final String CALLED = "'cpu' of fake 1.0.0 (fake.jar) ";
    private List<String> undisturbed;
    private final PluginGuard guard = new PluginGuard(new Limits(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMillis(200)));

    @BeforeAll
    void trainUndisturbed(@TempDir Path folder) {
        Workshop workshop = new Workshop(folder);
        workshop.train("run", Workshop.GROWN);
        undisturbed = workshop.losses();
    }

    private FakeCatalogue with(Faulty fault) {
        return Workshop.installed(fault.in(Engine.class, new RecordingEngine())).behind(guard);
    }

    static Stream<Throwable> anything() {
        return Stream.of(new IllegalStateException("no"), new AssertionError("no"), new StackOverflowError("no"),
                new OutOfMemoryError("no"));
    }

    @ParameterizedTest
    @MethodSource("anything")
    void aStepThatThrowsIsNamedAndTheResumedRunIsTheUndisturbedOne(Throwable thrown, @TempDir Path home) {
        Workshop workshop = new Workshop(home, with(Faulty.throwing("train", 8, thrown)));
        assertRefused(Kind.FAILING_PLUGIN, () -> workshop.train("run", Workshop.GROWN))
                .endsWith(CALLED + "failed in 'train': " + thrown.getClass().getName() + ": no");
        Workshop again = new Workshop(home);
        again.resume("run", Workshop.GROWN);
        List<String> losses = new ArrayList<>(workshop.losses());
        assertThat(losses).hasSize(7);
        losses.addAll(again.losses());
        assertThat(losses).isEqualTo(undisturbed);
    }

    static Stream<Arguments> nonsense() {
        return Stream.of(
                wrong("train", 8, () -> null, "nothing (null)", true),
                wrong("train", 8, () -> new StepResult(1, 1, Double.NaN, true), "a step of NaN operations", true),
                wrong("train", 8, () -> new StepResult(1, -1, 1, true), "the gradient norm -1.0", true),
                wrong("train", 8, () -> new StepResult(1, 1, 1, false), "and has updated nothing", true),
                wrong("evaluate", 1, () -> new EngineSession.Evaluation(1, -3, 0), "0 right of -3 scored labels", true),
                wrong("evaluate", 1, () -> null, "nothing (null)", true),
                wrong("logits", 1, () -> Nd4j.zeros(DataType.FLOAT, 2, 2), "logits as [2, 2] instead of [2, 8, 32]", true),
                wrong("logits", 1, () -> null, "nothing (null)", true),
                wrong("gradients", 1, () -> new Gradients(1, Map.of()), "gradients of other parameters", false),
                wrong("gradients", 1, () -> new Gradients(1, null), "gradients of other parameters", false),
                wrong("state", 1, () -> null, "nothing (null)", true),
                wrong("state", 1, () -> other(0), "a model of the shape llama 3L", true),
                wrong("state", 1, () -> other(Float.NaN), "a model of the shape llama 3L", true),
                wrong("arrays", 1, () -> null, "nothing (null)", true),
                wrong("open", 1, () -> null, "nothing (null)", false),
                wrong("defaultWorkers", 1, () -> 0, "0 workers", false),
                wrong("memory", 1, () -> -1L, "-1 bytes", false),
                wrong("obstacle", 1, () -> null, "nothing (null)", false),
                wrong("resolve", 1, () -> null, "nothing (null)", false),
                wrong("description", 1, () -> null, "nothing (null)", false));
    }

    private static Arguments wrong(String method, int call, Callable<?> answer, String words, boolean saved) {
        return Arguments.of(method, words, Faulty.doing(method, call, answer), saved);
    }

    private static ModelState other(float value) {
        ModelShape shape = ModelShape.builder(Family.LLAMA).layers(3).hidden(16).heads(2)
                .intermediate(24).vocabulary(32).context(8).build();
        Map<String, INDArray> values = new HashMap<>();
        ParameterLayout.of(shape).parameters()
                .forEach(spec -> values.put(spec.name(), Nd4j.zeros(DataType.FLOAT, spec.shape(shape)).addi(value)));
        return ModelState.of(shape, values);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("nonsense")
    void anAnswerThatCannotBeIsNamedAndWhatWasTrainedIsSaved(String method, String words, Faulty fault, boolean saved, @TempDir Path home) {
        Workshop workshop = new Workshop(home, with(fault));
        String run = method.equals("defaultWorkers") ? Workshop.GROWN.replace("  workers: 1\n", "") : Workshop.GROWN;
        assertRefused(Kind.FAILING_PLUGIN, () -> workshop.train("run", run))
                .contains(CALLED + "returned from '" + method + "' ").contains(words);
        int trained = workshop.losses().size();
        if (saved) {
            assertThat(workshop.folder("run").checkpoints().resolve(String.format("step-%08d", trained))).exists();
        }
    }

    /** Whatever it says of having updated: its model may be full of them. */
    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void aLossThatIsNoNumberIsADivergenceAndSavesNothing(double loss, @TempDir Path home) {
        Workshop workshop = new Workshop(home, with(Faulty.doing("train", 8, () -> new StepResult(loss, 1, 1, true))));
        assertRefused(Kind.DIVERGED, () -> workshop.train("run", Workshop.SCRATCH)).contains("step 8");
        assertThat(workshop.folder("run").checkpoints()).doesNotExist();
    }

    @Test
    void aStepThatBlocksEndsWhenTheUserWantsItAndSaysWhatIsLost(@TempDir Path home) {
        AtomicBoolean stop = new AtomicBoolean();
        Workshop workshop = new Workshop(home, with(Faulty.doing("train", 8, () -> {
            stop.set(true);
            new CountDownLatch(1).await();
            return null;
        })));
        String run = Workshop.GROWN.replace("{keep: 2}", "{keep: 2, every: 4ba}");
        assertRefused(Kind.FAILING_PLUGIN, () -> guard.during(stop::get, () -> workshop.train("run", run)))
                .contains(CALLED + "was still in 'train' 0.2 s after the end was asked for; the last 3 steps are lost, because the model "
                        + "could not be saved; resume from step 4");
        assertThat(workshop.folder("run").checkpoints().resolve("step-00000004")).exists();
    }
}
