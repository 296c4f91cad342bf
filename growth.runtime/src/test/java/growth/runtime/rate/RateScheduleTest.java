package growth.runtime.rate;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RateScheduleTest {
    /** 1,000 steps of 100 tokens; 10 epochs. */
    private static final TimeScale SCALE = new TimeScale(TrainingTime.tokens(100_000), 100, 10_000);
    private static final double PEAK = 2e-3;

    private static RateSchedule schedule(Kind kind, String warmup, double floor, String decay) {
        LearningRateSettings settings = new LearningRateSettings(kind, TrainingTime.parse(warmup), floor, TrainingTime.parse(decay));
        return RateSchedule.of(settings, PEAK, TrainingTime.parse("5%"), SCALE);
    }

    private static double atStart(RateSchedule schedule, double share) {
        return schedule.at(share, RateState.START);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void warmsUpLinearlyFromZeroInWhateverUnit(Kind kind) {
        for (String warmup : List.of("10%", "100ba", "10ktok", "1ep")) {
            RateSchedule schedule = schedule(kind, warmup, 0.1, "20%");
            assertThat(atStart(schedule, 0)).isZero();
            assertThat(atStart(schedule, 0.025)).isCloseTo(PEAK / 4, within(1e-15));
            assertThat(atStart(schedule, 0.1)).isCloseTo(PEAK, within(1e-15));
        }
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
        RateState grown = RateState.START.after(LearningRatePolicy.CONTINUE, 0.3);
        for (double share = 0; share <= 1; share += 0.01) {
            assertThat(schedule.at(share, grown)).isEqualTo(atStart(schedule, share));
        }
    }

    /** A restart at 20 % squeezes the whole schedule into the last 80 %: shares are of what is left. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void restartRepeatsTheScheduleOverWhatIsLeft(Kind kind) {
        RateSchedule schedule = schedule(kind, "10%", 0.1, "20%");
        RateState grown = RateState.START.after(LearningRatePolicy.RESTART, 0.2);
        for (double x = 0; x <= 1; x += 0.01) {
            assertThat(schedule.at(0.2 + 0.8 * x, grown)).isCloseTo(atStart(schedule, x), within(1e-14));
        }
    }

    /** A warm-up of 100 steps is 100 steps after a restart as well. */
    @Test
    void restartKeepsAnAbsoluteWarmUp() {
        RateSchedule schedule = schedule(LINEAR, "100ba", 0, "0%");
        RateState grown = RateState.START.after(LearningRatePolicy.RESTART, 0.5);
        assertThat(schedule.at(0.5, grown)).isZero();
        assertThat(schedule.at(0.55, grown)).isCloseTo(PEAK / 2, within(1e-14));
        assertThat(schedule.at(0.6, grown)).isCloseTo(PEAK, within(1e-14));
        assertThat(schedule.at(0.8, grown)).isCloseTo(PEAK / 2, within(1e-14));
        assertThat(schedule.at(1, grown)).isZero();
    }

    /** Back at the peak at once, then cosine over the last half: three quarters of the run are half of its way. */
    @Test
    void rewindGoesBackToThePeakWithoutWarmUp() {
        RateSchedule schedule = schedule(COSINE, "10%", 0.1, "0%");
        RateState grown = RateState.START.after(LearningRatePolicy.REWIND, 0.5);
        assertThat(schedule.at(0.5, grown)).isEqualTo(PEAK);
        assertThat(schedule.at(0.75, grown)).isCloseTo(PEAK * 0.55, within(1e-15));
        assertThat(schedule.at(1, grown)).isCloseTo(PEAK * 0.1, within(1e-15));
    }

    /** 5 % of what is left at 50 % are 2.5 % of the run. */
    @Test
    void rewarmRampsBackToWhereTheScheduleStands() {
        RateSchedule schedule = schedule(COSINE, "10%", 0.1, "0%");
        RateState grown = RateState.START.after(LearningRatePolicy.REWARM, 0.5);
        assertThat(schedule.at(0.5, grown)).isZero();
        assertThat(schedule.at(0.5125, grown)).isCloseTo(atStart(schedule, 0.5125) / 2, within(1e-15));
        assertThat(schedule.at(0.525, grown)).isEqualTo(atStart(schedule, 0.525));
        assertThat(schedule.at(0.9, grown)).isEqualTo(atStart(schedule, 0.9));
    }

    @Test
    void laterGrowthsBeginWhereTheyHappen() {
        RateSchedule schedule = schedule(LINEAR, "10%", 0, "0%");
        RateState twice = RateState.START.after(LearningRatePolicy.REWARM, 0.3).after(LearningRatePolicy.RESTART, 0.6);
        assertThat(twice).isEqualTo(RateState.START.after(LearningRatePolicy.RESTART, 0.6));
        assertThat(schedule.at(0.62, twice)).isCloseTo(PEAK / 2, within(1e-14));
        RateState rewarmed = twice.after(LearningRatePolicy.REWARM, 0.8);
        assertThat(schedule.at(0.8, rewarmed)).isZero();
        assertThat(schedule.at(0.9, rewarmed)).isEqualTo(schedule.at(0.9, twice));
    }

    @Test
    void growthAtTheVeryEndIsHarmless() {
        for (Kind kind : Kind.values()) {
            RateSchedule schedule = schedule(kind, "100ba", 0.1, "10ktok");
            for (LearningRatePolicy policy : LearningRatePolicy.values()) {
                assertThat(schedule.at(1, RateState.START.after(policy, 1))).isFinite().isBetween(0.0, PEAK);
            }
        }
    }

    @Test
    void stateSurvivesAsTexts() {
        for (LearningRatePolicy policy : LearningRatePolicy.values()) {
            RateState state = RateState.START.after(LearningRatePolicy.RESTART, 0.1).after(policy, 1.0 / 3);
            assertThat(RateState.restore(state.save())).isEqualTo(state);
        }
        assertThatThrownBy(() -> RateState.restore(java.util.Map.of("origin", "0"))).isInstanceOf(IllegalArgumentException.class);
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
