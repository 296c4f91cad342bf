package growth.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.data.DataSource;
import growth.api.engine.Engine;
import growth.api.operator.GrowthOperator;
import growth.api.operator.LearningOperator;
import growth.api.schedule.GrowthSchedule;
import growth.api.training.TrainingEvent.RunEnded;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.fake.Faulty;
import growth.runtime.fake.ToySchedule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever fails in the middle of a run, and however: what was trained is saved, and the resumed run is the one that nothing disturbed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RescueTest {
    private static final String EVALUATION = "evaluate.every=5ba";

    private List<String> undisturbed;

    @BeforeAll
    void trainUndisturbed(@TempDir Path folder) {
        Workshop workshop = new Workshop(folder);
        workshop.train("run", Workshop.GROWN, EVALUATION);
        undisturbed = workshop.losses();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("operator", Faulty.throwing("learn", 1, new AssertionError("no map")), 10),
                Arguments.of("operator", Faulty.throwing("learn", 1, new NoClassDefFoundError("gone/Away")), 10),
                Arguments.of("operator", Faulty.throwing("learn", 1, new StackOverflowError()), 10),
                Arguments.of("operator", Faulty.throwing("learn", 1, new OutOfMemoryError("heap")), 10),
                Arguments.of("operator", Faulty.throwing("learn", 1, new java.io.IOException("checked, and not declared")), 10),
                Arguments.of("schedule", Faulty.throwing("next", 8, new StackOverflowError()), 7),
                Arguments.of("schedule", Faulty.throwing("next", 8, new IllegalStateException("lost count")), 7),
                Arguments.of("schedule", Faulty.throwing("next", 14, new IncompatibleClassChangeError("updated")), 13),
                // once for the state that the run begins with
                Arguments.of("schedule", Faulty.throwing("save", 2, new AssertionError("nothing to remember")), 10),
                Arguments.of("data", Faulty.throwing("next", 6, new AssertionError("torn page")), 5),
                Arguments.of("data", Faulty.throwing("next", 6, new java.io.IOException("disk pulled")), 5),
                Arguments.of("data", Faulty.throwing("validation", 1, new StackOverflowError()), 5));
    }

    private static FakeCatalogue installed(String where, Faulty fault) {
        FakeCatalogue catalogue = Workshop.installed(new RecordingEngine());
        return switch (where) {
            case "operator" -> catalogue.with((GrowthOperator) fault.in(LearningOperator.class, LearningDepth.stacking()));
            case "schedule" -> catalogue.with(fault.in(GrowthSchedule.class, new ToySchedule()));
            default -> catalogue.with(fault.in(DataSource.class, new PatternData()));
        };
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whatWasTrainedIsSavedAndTheResumedRunIsTheUndisturbedOne(String where, Faulty fault, long step, @TempDir Path home) {
        Workshop workshop = new Workshop(home, installed(where, fault));
        assertThatThrownBy(() -> workshop.train("run", Workshop.GROWN, EVALUATION)).isNotNull();
        assertThat(workshop.folder("run").checkpoints().resolve(String.format("step-%08d", step))).exists();
        assertThat(workshop.events(RunEnded.class)).extracting(RunEnded::outcome).containsExactly(RunEnded.Outcome.FAILED);

        Workshop again = new Workshop(home);
        again.resume("run", Workshop.GROWN, EVALUATION);
        List<String> losses = new ArrayList<>(workshop.losses().subList(0, (int) step));
        losses.addAll(again.losses());
        assertThat(losses).isEqualTo(undisturbed);
    }

    @Test
    void aDivergenceIsNotSaved(@TempDir Path home) {
        Engine engine = new RecordingEngine().divergingAt(7);
        Workshop workshop = new Workshop(home, Workshop.installed(engine));
        assertThatThrownBy(() -> workshop.train("run", Workshop.SCRATCH)).hasMessageContaining("diverged");
        assertThat(workshop.folder("run").checkpoints()).doesNotExist();
    }
}
