package growth.runtime.train.rate;

import static growth.runtime.run.LearningRateSettings.Kind.CONSTANT;
import static growth.runtime.run.LearningRateSettings.Kind.COSINE;
import static growth.runtime.run.LearningRateSettings.Kind.LINEAR;
import static growth.runtime.run.LearningRateSettings.Kind.WSD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.api.operator.LearningRatePolicy;
import growth.runtime.run.LearningRateSettings;
import growth.runtime.run.LearningRateSettings.Kind;
import growth.runtime.run.TimeScale;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RateScheduleTest {
    /** 1,000 steps of 100 tokens; 10 epochs. */
    private static final TimeScale SCALE = scale("100ktok");
    private static final double PEAK = 2e-3;

    private static TimeScale scale(String duration) {
        return new TimeScale(TrainingTime.parse(duration), 100, 10_000);
    }

    private static RateSchedule schedule(Kind kind, String warmup, double floor, String decay) {
        return schedule(kind, warmup, floor, decay, SCALE);
    }

    private static RateSchedule schedule(Kind kind, String warmup, double floor, String decay, TimeScale scale) {
        LearningRateSettings settings = new LearningRateSettings(kind, TrainingTime.parse(warmup), floor, TrainingTime.parse(decay));
        return RateSchedule.of(settings, PEAK, TrainingTime.parse("5%"), scale);
    }

    /** The moment after so many steps of 100 tokens, each of which takes 7 operations and half a second. */
    private static Moment step(double steps) {
        return new Moment((long) steps, Math.round(steps * 100), steps / 100, 7 * steps, steps / 2);
    }

    private static Moment share(double share) {
        return step(1000 * share);
    }

    /** The rate of the step that begins there. */
    private static double rate(RateSchedule schedule, double step, RateState state) {
        return schedule.at(step(step), step(step + 1), state);
    }

    private static double atStart(RateSchedule schedule, double share) {
        return rate(schedule, 1000 * share, RateState.START);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void warmsUpLinearlyFromOneStepsWorthInWhateverUnit(Kind kind) {
        for (String warmup : List.of("10%", "100ba", "10ktok", "1ep")) {
            RateSchedule schedule = schedule(kind, warmup, 0.1, "20%");
            assertThat(rate(schedule, 0, RateState.START)).isCloseTo(PEAK / 100, within(1e-15));
            assertThat(rate(schedule, 24, RateState.START)).isCloseTo(PEAK / 4, within(1e-15));
            assertThat(rate(schedule, 99, RateState.START)).isCloseTo(PEAK, within(1e-15));
            assertThat(rate(schedule, 100, RateState.START)).isCloseTo(PEAK, within(1e-15));
        }
    }

    /** The first step of a run in seconds: nobody knows how long it will take. */
    @Test
    void aStepOfUnknownLengthIsWorthSomething() {
        RateSchedule schedule = schedule(LINEAR, "10%", 0.1, "0%", scale("500sec"));
        assertThat(schedule.at(Moment.START, Moment.START, RateState.START)).isCloseTo(PEAK / 100, within(1e-15));
        assertThat(rate(schedule, 24, RateState.START)).isCloseTo(PEAK / 4, within(1e-15));
    }

    @Test
    void withoutWarmUpBeginsAtThePeak() {
        for (Kind kind : Kind.values()) {
            assertThat(atStart(schedule(kind, "0%", 0.1, "20%"), 0)).isEqualTo(PEAK);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.1, 1", "0.325, 0.775", "0.55, 0.55", "1, 0.1"})
    void linearFallsToTheFloor(double share, double factor) {
        assertThat(atStart(schedule(LINEAR, "10%", 0.1, "0%"), share)).isCloseTo(PEAK * factor, within(1e-15));
    }

    /** At thirds of the way the cosine is 1/2 and −1/2, so the fall is a quarter and three quarters. */
    @ParameterizedTest
    @CsvSource({"0.1, 1", "0.4, 0.8", "0.55, 0.6", "0.7, 0.4", "1, 0.2"})
    void cosineFallsToTheFloor(double share, double factor) {
        assertThat(atStart(schedule(COSINE, "10%", 0.2, "0%"), share)).isCloseTo(PEAK * factor, within(1e-15));
    }

    @ParameterizedTest
    @CsvSource({"0.1, 1", "0.79, 1", "0.8, 1", "0.9, 0.5", "0.95, 0.25", "1, 0"})
    void wsdStaysAndDecaysAtTheEnd(double share, double factor) {
        assertThat(atStart(schedule(WSD, "10%", 0, "20%"), share)).isCloseTo(PEAK * factor, within(1e-15));
    }

    @Test
    void constantStaysToTheEnd() {
        assertThat(atStart(schedule(CONSTANT, "10%", 0.1, "0%"), 1)).isEqualTo(PEAK);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void continueChangesNothing(Kind kind) {
        RateSchedule schedule = schedule(kind, "10%", 0.1, "20%");
        RateState grown = RateState.START.after(LearningRatePolicy.CONTINUE, share(0.3));
        for (int step = 0; step <= 1000; step += 10) {
            assertThat(rate(schedule, step, grown)).isEqualTo(rate(schedule, step, RateState.START));
        }
    }

    /** A restart at 20 % squeezes the whole schedule into the last 80 %: shares are of what is left. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void restartRepeatsTheScheduleOverWhatIsLeft(Kind kind) {
        RateSchedule schedule = schedule(kind, "10%", 0.1, "20%");
        RateState grown = RateState.START.after(LearningRatePolicy.RESTART, share(0.2));
        RateSchedule alone = schedule(kind, "10%", 0.1, "20%", scale("80ktok"));
        for (int step = 0; step < 800; step++) {
            assertThat(rate(schedule, 200 + step, grown)).isCloseTo(rate(alone, step, RateState.START), within(1e-14));
        }
    }

    /** A warm-up of 100 steps is 100 steps after a restart as well. */
    @Test
    void restartKeepsAnAbsoluteWarmUp() {
        RateSchedule schedule = schedule(LINEAR, "100ba", 0, "0%");
        RateState grown = RateState.START.after(LearningRatePolicy.RESTART, share(0.5));
        assertThat(rate(schedule, 500, grown)).isCloseTo(PEAK / 100, within(1e-14));
        assertThat(rate(schedule, 549, grown)).isCloseTo(PEAK / 2, within(1e-14));
        assertThat(rate(schedule, 600, grown)).isCloseTo(PEAK, within(1e-14));
        assertThat(rate(schedule, 800, grown)).isCloseTo(PEAK / 2, within(1e-14));
        assertThat(rate(schedule, 1000, grown)).isCloseTo(0, within(1e-14));
    }

    /** 300 steps do not fit into the last 400 as they do into 1,000, let alone into the last 100: they take half of what is left. */
    @Test
    void restartSqueezesAWarmUpThatIsTooLong() {
        RateSchedule schedule = schedule(LINEAR, "300ba", 0, "0%");
        RateState early = RateState.START.after(LearningRatePolicy.RESTART, share(0.6));
        assertThat(rate(schedule, 699, early)).isCloseTo(PEAK / 2, within(1e-14));
        assertThat(rate(schedule, 900, early)).isCloseTo(PEAK / 2, within(1e-14));
        RateState late = RateState.START.after(LearningRatePolicy.RESTART, share(0.9));
        assertThat(rate(schedule, 900, late)).isCloseTo(PEAK / 50, within(1e-14));
        assertThat(rate(schedule, 950, late)).isCloseTo(PEAK, within(1e-14));
        assertThat(rate(schedule, 975, late)).isCloseTo(PEAK / 2, within(1e-14));
        assertThat(rate(schedule, 999, late)).isCloseTo(PEAK / 50, within(1e-14));
        // As long as the run itself has it so, a longer one is what was asked for.
        RateState first = RateState.START.after(LearningRatePolicy.RESTART, share(0));
        RateSchedule long80 = schedule(LINEAR, "800ba", 0, "0%");
        assertThat(rate(long80, 799, first)).isEqualTo(rate(long80, 799, RateState.START)).isCloseTo(PEAK, within(1e-14));
    }

    /** Back at the peak at once, then cosine over the last half: three quarters of the run are half of its way. */
    @Test
    void rewindGoesBackToThePeakWithoutWarmUp() {
        RateSchedule schedule = schedule(COSINE, "10%", 0.1, "0%");
        RateState grown = RateState.START.after(LearningRatePolicy.REWIND, share(0.5));
        assertThat(rate(schedule, 500, grown)).isEqualTo(PEAK);
        assertThat(rate(schedule, 750, grown)).isCloseTo(PEAK * 0.55, within(1e-15));
        assertThat(rate(schedule, 1000, grown)).isCloseTo(PEAK * 0.1, within(1e-15));
    }

    /** 5 % of what is left at 50 % are 2.5 % of the run, 25 steps. */
    @Test
    void rewarmRampsBackToWhereTheScheduleStands() {
        RateSchedule schedule = schedule(COSINE, "10%", 0.1, "0%");
        RateState grown = RateState.START.after(LearningRatePolicy.REWARM, share(0.5));
        assertThat(rate(schedule, 500, grown)).isCloseTo(rate(schedule, 500, RateState.START) / 25, within(1e-15));
        assertThat(rate(schedule, 512, grown)).isCloseTo(rate(schedule, 512, RateState.START) * 13 / 25, within(1e-15));
        assertThat(rate(schedule, 525, grown)).isEqualTo(rate(schedule, 525, RateState.START));
        assertThat(rate(schedule, 900, grown)).isEqualTo(rate(schedule, 900, RateState.START));
    }

    @Test
    void laterGrowthsBeginWhereTheyHappen() {
        RateSchedule schedule = schedule(LINEAR, "10%", 0, "0%");
        RateState twice = RateState.START.after(LearningRatePolicy.REWARM, share(0.3)).after(LearningRatePolicy.RESTART, share(0.6));
        assertThat(twice).isEqualTo(RateState.START.after(LearningRatePolicy.RESTART, share(0.6)));
        assertThat(rate(schedule, 619, twice)).isCloseTo(PEAK / 2, within(1e-14));
        RateState rewarmed = twice.after(LearningRatePolicy.REWARM, share(0.8));
        assertThat(rate(schedule, 800, rewarmed)).isCloseTo(rate(schedule, 800, twice) / 10, within(1e-14));
        assertThat(rate(schedule, 900, rewarmed)).isEqualTo(rate(schedule, 900, twice));
    }

    @Test
    void growthAtTheVeryEndIsHarmless() {
        for (Kind kind : Kind.values()) {
            RateSchedule schedule = schedule(kind, "100ba", 0.1, "10ktok");
            for (LearningRatePolicy policy : LearningRatePolicy.values()) {
                assertThat(rate(schedule, 1000, RateState.START.after(policy, share(1)))).isFinite().isBetween(0.0, PEAK);
            }
        }
    }

    /** The schedule of the longer run, from the moments at which things happened: nothing else could be as if it had been planned so. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void aRunMadeLongerIsAsIfItHadBeenPlannedSo(Kind kind) {
        RateSchedule longer = schedule(kind, "10%", 0.1, "20%", scale("400ktok"));
        for (LearningRatePolicy policy : LearningRatePolicy.values()) {
            RateState grown = RateState.START.after(policy, share(0.5));
            RateState resumed = RateState.restore(grown.save()).replanned();
            assertThat(resumed).isEqualTo(grown);
            assertThat(rate(longer, 500, resumed)).isPositive();
        }
        // A restart at step 500 of 4,000 leaves 3,500, of which a tenth warms up.
        RateState restarted = RateState.START.after(LearningRatePolicy.RESTART, share(0.5));
        assertThat(rate(longer, 500 + 174, restarted)).isCloseTo(PEAK / 2, within(1e-14));
    }

    /** Linear: half decayed at 55 %, the other half takes what is left of a run of whatever length, in whatever unit. */
    @ParameterizedTest
    @CsvSource({"400ktok, 4000", "4kba, 4000", "40ep, 4000", "28kflop, 4000", "2ksec, 4000", "70ktok, 700", "350sec, 700"})
    void aScheduleThatGoesOnFallsFromWhereItStood(String duration, int steps) {
        RateSchedule before = schedule(LINEAR, "10%", 0.1, "0%");
        RateSchedule after = schedule(LINEAR, "10%", 0.1, "0%", scale(duration));
        RateState state = RateState.START.continuing(step(550), before.levels(step(550), RateState.START));

        assertThat(rate(after, 550, state)).isCloseTo(rate(before, 550, RateState.START), within(1e-15)).isCloseTo(PEAK * 0.55,
                within(1e-15));
        assertThat(rate(after, (550 + steps) / 2, state)).isCloseTo(PEAK * 0.325, within(1e-15));
        assertThat(rate(after, steps, state)).isCloseTo(PEAK * 0.1, within(1e-15));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void goingOnNeverJumps(Kind kind) {
        RateSchedule before = schedule(kind, "10%", 0.1, "20%");
        for (LearningRatePolicy policy : LearningRatePolicy.values()) {
            RateState grown = RateState.START.after(policy, share(0.5));
            for (int at : new int[] {500, 510, 530, 600, 900, 1000}) {
                for (String duration : List.of("400ktok", "110ktok", "105ktok")) {
                    RateSchedule after = schedule(kind, "10%", 0.1, "20%", scale(duration));
                    RateLevels stood = before.levels(step(at), grown);
                    RateState state = RateState.restore(grown.continuing(step(at), stood).save());
                    assertThat(after.levels(step(at), state)).isEqualTo(stood);
                    assertThat(rate(after, at + 1, state)).isCloseTo(after.at(step(at), step(at), state), within(PEAK / 5));
                }
            }
        }
    }

    /** A warm-up that is half done takes half of the new one's steps; a wsd decay is not begun again. */
    @Test
    void whatIsUnderWayIsStretched() {
        RateSchedule before = schedule(WSD, "10%", 0, "20%");
        RateSchedule after = schedule(WSD, "10%", 0, "20%", scale("200ktok"));
        RateState warming = RateState.START.continuing(step(50), before.levels(step(50), RateState.START));
        assertThat(rate(after, 149, warming)).isCloseTo(PEAK, within(1e-15));
        assertThat(rate(after, 99, warming)).isCloseTo(PEAK * 0.75, within(1e-15));
        assertThat(rate(after, 1800, warming)).isCloseTo(PEAK / 2, within(1e-15));

        RateState stable = RateState.START.continuing(step(500), before.levels(step(500), RateState.START));
        assertThat(rate(after, 1600, stable)).isCloseTo(PEAK, within(1e-15));
        assertThat(rate(after, 1800, stable)).isCloseTo(PEAK / 2, within(1e-15));

        RateState decaying = RateState.START.continuing(step(900), before.levels(step(900), RateState.START));
        assertThat(rate(after, 900, decaying)).isCloseTo(PEAK / 2, within(1e-15));
        assertThat(rate(after, 1450, decaying)).isCloseTo(PEAK / 4, within(1e-15));

        RateState replanned = decaying.replanned();
        assertThat(rate(after, 900, replanned)).isEqualTo(PEAK);
    }

    @Test
    void aGrowthEndsWhatWentOn() {
        RateSchedule before = schedule(LINEAR, "10%", 0, "0%");
        RateSchedule after = schedule(LINEAR, "10%", 0, "0%", scale("200ktok"));
        RateState state = RateState.START.continuing(step(550), before.levels(step(550), RateState.START));
        assertThat(state.after(LearningRatePolicy.RESTART, step(600)))
                .isEqualTo(RateState.START.after(LearningRatePolicy.RESTART, step(600)));
        RateState rewarmed = state.after(LearningRatePolicy.REWARM, step(1000));
        assertThat(rate(after, 1000, rewarmed)).isCloseTo(rate(after, 1000, state) / 50, within(1e-15));
        assertThat(rate(after, 1500, rewarmed)).isEqualTo(rate(after, 1500, state));
    }

    /** Whatever has happened to a run, in whatever order: a rate is a number between 0 and the peak, and 0 only where a decay to 0 ends. */
    @Test
    void noStateHasANegativeRate() {
        SplittableRandom random = new SplittableRandom(7);
        String[] durations = {"100ktok", "30ktok", "1kba", "3ep", "20ep", "7kflop", "450sec", "90sec"};
        String[] lengths = {"0%", "2%", "30%"};
        for (int trial = 0; trial < 3000; trial++) {
            Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            double floor = random.nextInt(2) * 0.1;
            String warmup = lengths[random.nextInt(lengths.length)];
            String decay = lengths[random.nextInt(lengths.length)];
            RateSchedule schedule = schedule(kind, warmup, floor, decay, scale(durations[random.nextInt(durations.length)]));
            RateState state = RateState.START;
            double step = 0;
            for (int event = 0; event < 4; event++) {
                step += random.nextInt(3) * random.nextDouble(200);
                if (random.nextBoolean()) {
                    state = state.after(LearningRatePolicy.values()[random.nextInt(4)], step(step));
                } else {
                    RateLevels levels = schedule.levels(step(step), state);
                    state = random.nextBoolean() ? state.replanned() : state.continuing(step(step), levels);
                    schedule = schedule(kind, warmup, floor, decay, scale(durations[random.nextInt(durations.length)]));
                }
                double after = step + random.nextDouble(300);
                for (double at : new double[] {step, after}) {
                    assertThat(rate(schedule, at, state)).as("%s %s at %s", schedule, state, at).isBetween(0.0, PEAK);
                    boolean fallen = kind != CONSTANT && floor == 0 && schedule.levels(step(at), state).decayed() > 1 - 1e-9;
                    assertThat(rate(schedule, at, state) > 0 || fallen).as("%s %s at %s", schedule, state, at).isTrue();
                }
            }
        }
    }

    @Test
    void stateSurvivesAsTexts() {
        for (LearningRatePolicy policy : LearningRatePolicy.values()) {
            RateState state = RateState.START.after(LearningRatePolicy.RESTART, share(0.1)).after(policy, share(1.0 / 3));
            assertThat(RateState.restore(state.save())).isEqualTo(state);
            RateState continued = state.continuing(share(0.7), new RateLevels(1.0 / 3, 0.1 + 0.2, 1));
            assertThat(RateState.restore(continued.save())).isEqualTo(continued);
        }
        assertThatThrownBy(() -> RateState.restore(Map.of("origin", "0"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Moment.parse("1 2 3")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesUnitsThatDoNotConvertAndPartsLongerThanTheRun() {
        assertThatThrownBy(() -> schedule(COSINE, "10sec", 0, "0%")).isInstanceOf(GrowthException.class)
                .hasMessage("learning-rate warm-up 10sec cannot be compared with a duration in tok; write a share such as 2%, or use the "
                + "unit tok");
        assertThatThrownBy(() -> schedule(WSD, "60%", 0, "50%")).isInstanceOf(GrowthException.class)
                .hasMessage("warm-up and decay together are longer than the run");
        assertThatThrownBy(() -> schedule(LINEAR, "2Mtok", 0, "0%")).isInstanceOf(GrowthException.class);
    }
}
