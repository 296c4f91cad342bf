package growth.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.data.Batch;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.Regularization;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A training with a growth and a ramp goes on in another session as if it had not been stopped, to the last bit. */
abstract class ResumeTests extends EngineTests {
    private static final EngineOptions OPTIONS = EngineOptions.of(2, 4, 3).withAverages(Map.of("0.9", 0.9));
    private static final Regularization LEFT = new Regularization(0.1, 0.1, 0.1, 0.2, 0.1);
    private static final int GROWTH = 3;
    /** Gates are open this many steps after the growth. */
    private static final int RAMP = 4;
    private static final int STEPS = 9;
    /** Before the growth, right behind it, twice inside the ramp, and when the gates are open. */
    private static final int[] STOPS = {0, 2, GROWTH, GROWTH + 1, GROWTH + 2, GROWTH + RAMP + 1, STEPS};

    ResumeTests(EngineConformance suite) {
        super(suite);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void aStoppedTrainingGoesOnToTheLastBit(Family family) {
        for (String optimizer : List.of(OptimizerSettings.ADAMW, OptimizerSettings.MUON)) {
            List<StepResult> whole = new ArrayList<>();
            ModelState expected = run(SmallModels.model(family), optimizer, 0, STEPS, whole);
            List<StepResult> parts = new ArrayList<>();
            ModelState found = SmallModels.model(family);
            for (int i = 0; i + 1 < STOPS.length; i++) {
                found = run(found, optimizer, STOPS[i], STOPS[i + 1], parts);
            }
            assertThat(parts).as(optimizer).isEqualTo(whole);
            assertSame(found, expected, optimizer);
        }
    }

    /** Makes steps in a session of their own, with the growth before the step of its number; returns the state after the last one. */
    private ModelState run(ModelState start, String optimizer, int from, int to, List<StepResult> results) {
        ModelShape small = SmallShapes.of(start.shape().family());
        try (EngineSession session = engine().open(start, OPTIONS)) {
            for (int step = from; step < to; step++) {
                if (step == GROWTH) {
                    session.adopt(SmallGrowths.grow(session.state()));
                }
                ModelShape shape = session.shape();
                if (step >= GROWTH) {
                    session.gates(SmallGrowths.ramp(small, shape, (step - GROWTH) / (double) RAMP));
                }
                List<Batch> batches = List.of(RandomModels.any(shape, 4, step), RandomModels.any(shape, 3, step + 100));
                results.add(session.train(batches, new TrainOptions(0.01, Trainable.ALL, SmallModels.ADAMW.withKind(optimizer),
                        View.full(), LEFT, step)));
            }
            return session.state().copy();
        }
    }

    private static void assertSame(ModelState found, ModelState expected, String what) {
        assertThat(found.shape()).isEqualTo(expected.shape()).isNotEqualTo(SmallShapes.of(found.shape().family()));
        assertThat(SmallModels.same(found.parameters(), expected.parameters())).as(what).isTrue();
        assertThat(SmallModels.same(found.averages().get("0.9"), expected.averages().get("0.9"))).as(what).isTrue();
        assertThat(found.optimizer().keySet()).isEqualTo(expected.optimizer().keySet());
        expected.optimizer().forEach((name, state) -> {
            assertThat(found.optimizer().get(name).steps()).isEqualTo(state.steps());
            assertThat(found.optimizer().get(name).born().isPresent()).as(name).isEqualTo(state.born().isPresent());
            state.slots().forEach((slot, moment) -> assertThat(SmallModels.same(found.optimizer().get(name).slots().get(slot), moment))
                    .as(what + ": " + name + " " + slot).isTrue());
        });
    }
}
