package growth.ops.lossless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.schedule.Decision;
import growth.api.schedule.RunningSchedule;
import growth.api.schedule.ScheduleRequest;
import growth.api.training.Progress;
import growth.reference.OptionValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlopeScheduleTest {
    private static final long RUN = 100_000;
    private final ModelShape target = ModelShape.builder(Family.LLAMA).layers(12).hidden(64).heads(4).intermediate(128).vocabulary(100)
            .context(32).build();

    /** The loss 3 + 2·C^−0.1 falls by 0.2·C^−0.1 per e-fold, which is the threshold t at C = (0.2 / t)^10. */
    @ParameterizedTest
    @CsvSource({"layers=3, 0.08", "'layers=3', 0.065", "'hidden=32,heads=2', 0.07"})
    void growsWhereTheSlopeReachesTheThreshold(String from, double threshold) {
        OptionValues options = options(from).with("threshold", threshold).time("window", "1000ba").time("after", "0ba");
        List<Long> growths = growths(options, step -> 3 + 2 * Math.pow(step, -0.1), 0);
        double expected = Math.pow(0.2 / threshold, 10);
        assertThat(growths).hasSize(1);
        // the slope is that of the window's middle, and is looked at every twentieth of a window
        assertThat((double) growths.get(0)).isBetween(expected, expected + 650);
    }

    @ParameterizedTest
    @CsvSource({"layers=3, 0.0575", "'hidden=32,heads=2', 0.0475", "'layers=3,hidden=32,heads=2', 0.03"})
    void thresholdsAreThePapersForWhatGrows(String from, double threshold) {
        OptionValues options = options(from).time("window", "1000ba").time("after", "0ba");
        assertThat(growths(options, falling(threshold * 0.999), 0)).containsExactly(1001L);
        assertThat(growths(options, falling(threshold * 1.001), 0)).isEmpty();
    }

    @Test
    void neverGrowsTwiceInAWindowNorBeforeItsTime() {
        OptionValues options = options("layers=3", "layers=6", "layers=9", "").time("window", "1000ba").time("after", "5000ba")
                .with("threshold", 0.05);
        // flat from the beginning
        assertThat(growths(options, step -> 3, 0)).containsExactly(6000L, 7002L, 8004L);
    }

    @Test
    void aJumpAtAGrowthIsNotTakenForASlope() {
        OptionValues options = options("layers=3", "layers=6", "").time("window", "1000ba").time("after", "0ba").with("threshold", 0.05);
        // flat, then a higher loss at the growth that falls steeply for 20,000 steps, then flat again
        LongToDoubleFunction loss = step -> step <= 1001 ? 3 : Math.max(3.5, 5 - 0.5 * Math.log(step / 1001.0));
        List<Long> growths = growths(options, loss, 0);
        assertThat(growths).hasSize(2);
        double flat = 1001 * Math.exp(3);
        assertThat((double) growths.get(1)).isBetween(flat, flat + 1100);
    }

    @Test
    void stagesNameShapesAndOperatorsAndEndAtTheTarget() {
        OptionValues stage = new OptionValues().shape("shape", "layers=6").with("operator", "staged").with("threshold", 0.2);
        OptionValues options = options("layers=3").time("window", "1000ba").time("after", "0ba")
                .with("stages", List.of(stage, new OptionValues()));
        RunningSchedule run = begin(options);
        assertThat(run.start()).isEqualTo(layers(3));
        assertThat(run.plan()).isEmpty();
        assertThat(run.growths()).containsExactly(new Decision.Grow(layers(6), Optional.of("staged"), View.full()),
                new Decision.Grow(target, Optional.empty(), View.full()));
        List<Decision.Grow> made = new ArrayList<>();
        train(options, falling(0.1), 0, (step, grow) -> made.add(grow));
        assertThat(made).containsExactly(new Decision.Grow(layers(6), Optional.of("staged"), View.full()));
        made.clear();
        train(options, falling(0.04), 0, (step, grow) -> made.add(grow));
        assertThat(made).extracting(Decision.Grow::target).containsExactly(layers(6), target);
        assertThat(made.get(1).operator()).isEmpty();
    }

    /** Saved and restored before every k-th step, a run decides the same. */
    @ParameterizedTest
    @CsvSource({"31", "333", "1000"})
    void resumedInTheMiddleItDecidesTheSame(int every) {
        Random random = new Random(4);
        double[] noise = random.doubles(RUN + 1, -0.2, 0.2).toArray();
        LongToDoubleFunction loss = step -> 3 + 2 * Math.pow(step, -0.1) + noise[(int) step];
        OptionValues options = options("layers=3", "layers=6", "layers=9", "").time("window", "2000ba").time("after", "100ba")
                .with("threshold", 0.09);
        List<Long> uninterrupted = growths(options, loss, 0);
        assertThat(uninterrupted).hasSize(3);
        assertThat(growths(options, loss, every)).isEqualTo(uninterrupted);
    }

    @Test
    void askedAgainAboutAStepItDecidesTheSame() {
        RunningSchedule run = begin(options("layers=3").time("window", "1000ba").time("after", "0ba"));
        growthsUpTo(run, 1000);
        Decision first = run.next(progress(1001, 0, 3), layers(3));
        assertThat(first).isEqualTo(new Decision.Grow(target, Optional.empty(), View.full()));
        assertThat(run.next(progress(1001, 0, 3), layers(3))).isEqualTo(first);
    }

    /** Shares are of the run's length; what is being measured when that changes goes on as it began. */
    @ParameterizedTest
    @CsvSource({"300000", "1000000", "20000"})
    void aRunOfAnotherLengthGoesOnMeasuring(long length) {
        OptionValues options = options("layers=3", "layers=6", "").time("window", "1%").time("after", "5%").with("threshold", 0.05);
        for (long resumed : new long[] {5500, 6000}) {
            RunningSchedule before = begin(options);
            for (long step = 1; step <= resumed; step++) {
                before.next(progress(step, 0, 3), layers(3));
            }
            RunningSchedule after = begin(options, length);
            after.restore(before.save());
            long step = resumed;
            while (after.next(progress(step, 0, 3, length), layers(3)).equals(Decision.trainOn())) {
                step++;
            }
            assertThat(step).isEqualTo(6000);
            // The next stage is measured by the new length, and "after" is no longer waited for.
            while (after.next(progress(step, 1, 3, length), layers(6)).equals(Decision.trainOn())) {
                step++;
            }
            assertThat(step).isBetween(6000 + length / 100, 6000 + length / 100 + 3);
        }
    }

    @Test
    void whatIsSavedIsSmall() {
        RunningSchedule run = begin(options("layers=3").time("window", "50kba").time("after", "0ba"));
        for (long step = 1; step <= RUN; step++) {
            run.next(progress(step, 0, 20 - Math.log(step)), layers(3));
        }
        assertThat(run.save().values().stream().mapToInt(String::length).sum()).isLessThan(4000);
        RunningSchedule unused = begin(options("layers=3"));
        unused.restore(Map.of());
        unused.restore(begin(options("layers=3")).save());
        assertThat(unused.next(Progress.none(), layers(3))).isEqualTo(Decision.trainOn());
    }

    @Test
    void whatDoesNotFitIsRefusedWithItsPlace() {
        assertRefused(options("layers=12"), "run.yaml:1: from: nothing would grow: the model is " + target
                + " before and after; give other sizes, e.g. fewer layers before");
        assertRefused(options("layers=3,hidden=128,heads=4"),
                "run.yaml:1: from: hidden would shrink from 128 to 64; models only grow, so give the earlier one at most 64");
        assertRefused(options("layers=3", "layers=2", ""),
                "run.yaml:1: shape: layers would shrink from 3 to 2; models only grow, so give the earlier one at most 2");
        assertRefused(options("layers=3", "layers=6"), "run.yaml:1: shape: the last stage is " + layers(6) + ", not the target "
                + target + "; leave its shape out");
        assertRefused(options("layers=3").with("stages", List.of()),
                "run.yaml:2: stages: no growth is given; leave stages out for one growth to the target");
        assertRefused(options("layers=3").time("window", "200kba"),
                "run.yaml:2: window: 200kba is not within the run of 100kba; give less, e.g. 5%");
        assertRefused(options("layers=3").time("after", "100%"),
                "run.yaml:2: after: 100% is not within the run of 100kba; give less, e.g. 5%");
        assertRefused(options("layers=3").time("window", "0%"),
                "run.yaml:2: window: a slope needs some training to be measured over; give a time, e.g. 5%");
    }

    /** Options with the shapes of stages; an empty one is the target. */
    private static OptionValues options(String from, String... stages) {
        OptionValues options = new OptionValues().shape("from", from);
        return stages.length == 0 ? options : options.with("stages", Arrays.stream(stages)
                .map(shape -> shape.isEmpty() ? new OptionValues() : new OptionValues().shape("shape", shape)).toList());
    }

    private RunningSchedule begin(OptionValues options) {
        return begin(options, RUN);
    }

    private RunningSchedule begin(OptionValues options, long length) {
        SlopeSchedule slope = new SlopeSchedule();
        return slope.begin(new ScheduleRequest(target, TrainingTime.steps(length), 1000, 1L << 40, options.build(slope.card()), 1));
    }

    private void assertRefused(OptionValues options, String message) {
        assertThatThrownBy(() -> begin(options)).isInstanceOf(GrowthException.class).hasMessage(message);
    }

    private interface Grown {
        void at(long step, Decision.Grow grow);
    }

    private List<Long> growths(OptionValues options, LongToDoubleFunction loss, int every) {
        List<Long> steps = new ArrayList<>();
        train(options, loss, every, (step, grow) -> steps.add(step));
        return steps;
    }

    private void growthsUpTo(RunningSchedule run, long steps) {
        for (long step = 1; step <= steps; step++) {
            assertThat(run.next(progress(step, 0, 3), layers(3))).isEqualTo(Decision.trainOn());
        }
    }

    /** Trains as the trainer does: asks once before every step; compute is one operation a step. */
    private void train(OptionValues options, LongToDoubleFunction loss, int every, Grown grown) {
        RunningSchedule schedule = begin(options);
        int stage = 0;
        assertThat(schedule.next(Progress.none(), schedule.start())).isEqualTo(Decision.trainOn());
        for (long step = 1; step <= RUN; step++) {
            if (every > 0 && step % every == 0) {
                schedule = resumed(schedule, () -> begin(options));
            }
            if (schedule.next(progress(step, stage, loss.applyAsDouble(step)), target) instanceof Decision.Grow grow) {
                grown.at(step, grow);
                stage++;
            }
        }
    }

    private static RunningSchedule resumed(RunningSchedule saved, Supplier<RunningSchedule> begun) {
        RunningSchedule fresh = begun.get();
        fresh.restore(saved.save());
        return fresh;
    }

    /** Returns a loss that falls by that much per e-fold of compute. */
    private static LongToDoubleFunction falling(double slope) {
        return step -> 20 - slope * Math.log(step);
    }

    private ModelShape layers(int layers) {
        return target.toBuilder().layers(layers).build();
    }

    private static Progress progress(long step, int stage, double loss) {
        return progress(step, stage, loss, RUN);
    }

    private static Progress progress(long step, int stage, double loss, long length) {
        return new Progress(step, step * 1000, 0, step, 0, step / (double) length, loss, OptionalDouble.empty(), stage);
    }
}
