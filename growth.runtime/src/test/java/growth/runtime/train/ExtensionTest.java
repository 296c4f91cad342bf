package growth.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.TrainingTime;
import growth.api.model.Axis;
import growth.api.model.GateSite;
import growth.api.operator.GateRamp;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OperatorCard;
import growth.api.training.TrainingEvent.GrowthCompleted;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.api.training.TrainingEvent.StageStarted;
import growth.api.training.TrainingEvent.StepCompleted;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that are made longer or shorter when they are resumed, in the middle of whatever is under way. */
class ExtensionTest {
    /** 20 steps of 32 tokens; shares are of the run. */
    private static final String GROWN = Workshop.GROWN.replace("at: 10ba", "at: 50%").replace("lr: 1e-2", "lr: 1e-3");
    private static final String DURATION = "training.duration=";
    @TempDir
    private Path home;

    /** Stacks, and opens the new layers over a share of the run. */
    private record Ramped(double share) implements GrowthOperator {
        @Override
        public OperatorCard card() {
            return new DepthOperator("ramped", false).card();
        }

        @Override
        public GrowthPlan plan(GrowthRequest request) {
            return new DepthOperator("ramped", false).plan(request).hidden(true, TrainingTime.share(share), GateRamp.Curve.LINEAR);
        }
    }

    private static List<Double> rates(Workshop workshop) {
        return workshop.events(StepCompleted.class).stream().map(StepCompleted::learningRate).toList();
    }

    /** The value of the gate of layer 2, or 1 where it is gone. */
    private static List<Float> opening(RecordingEngine engine) {
        return engine.gates().stream().map(g -> g.at(new GateSite(Axis.LAYERS, 2)).map(v -> v[0]).orElse(1f)).toList();
    }

    private static List<Long> growths(Workshop workshop) {
        return workshop.events(GrowthCompleted.class).stream().map(g -> g.progress().step()).toList();
    }

    private static String told(Workshop workshop) {
        return workshop.notes().stream().filter(line -> line.startsWith("the run of ")).reduce((a, b) -> a + "\n" + b).orElse("");
    }

    /** Of the growth's time the run that was planned so is told in steps, which are no share: it grows when the other one had grown. */
    @ParameterizedTest
    @CsvSource({"20ba, 50ba, restart, 14", "640tok, 1600tok, restart, 20", "2ep, 5ep, rewarm, 13", "2ep, 5ep, rewind, 20",
        "20ba, 1600tok, restart, 11", "640tok, 50ba, rewarm, 10", "20ba, 50ba, continue, 3", "640tok, 1600tok, restart, 1"})
    void aLongerRunGoesOnAsIfItHadBeenPlannedSo(String before, String after, String policy, int stopAt) {
        String yaml = Workshop.GROWN.replace("lr: 1e-2", "lr: 1e-3") + "  learning-rate: " + policy + "\n  rewarm: 20%\n";
        Workshop planned = new Workshop(home);
        planned.train("planned", yaml, DURATION + after);
        long steps = planned.events(StepCompleted.class).size();

        Workshop longer = new Workshop(home);
        longer.stopAfter(stopAt);
        longer.train("longer", yaml, DURATION + before);
        longer.resume("longer", yaml, DURATION + after);
        assertThat(rates(longer)).hasSize((int) steps).allMatch(rate -> rate > 0);
        assertThat(rates(longer).subList(stopAt, (int) steps)).isEqualTo(rates(planned).subList(stopAt, (int) steps));
        assertThat(growths(longer)).containsExactly(10L);
        assertThat(told(longer)).startsWith("the run of " + before + " now has " + TrainingTime.parse(after)
                + ": the learning rate is as if the run had been planned that way (training.extension: replan), here ")
                .doesNotContain("\n");
    }

    /** Operations cost differently before and after the growth, and seconds are what they are. */
    @ParameterizedTest
    @CsvSource({"40Mflop, 90Mflop", "0.1sec, 0.3sec", "0.1sec, 90Mflop", "20ba, 0.3sec"})
    void ratesStayRatesInUnitsThatGrowthChanges(String before, String after) {
        for (String policy : List.of("restart", "rewarm")) {
            String yaml = GROWN + "  learning-rate: " + policy + "\n";
            Workshop workshop = new Workshop(home);
            workshop.train(policy, yaml, DURATION + before);
            TrainOutcome outcome = workshop.resume(policy, yaml, DURATION + after,
                    "training.extension=" + (policy.equals("restart") ? "replan" : "continue"));
            assertThat(outcome.progress().share()).isEqualTo(1);
            assertThat(rates(workshop)).allSatisfy(rate -> assertThat(rate).isPositive().isLessThanOrEqualTo(1e-3));
            assertThat(growths(workshop)).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"5, 30ba", "10, 40ba", "14, 1280tok", "20, 40ba", "14, 17ba"})
    void aScheduleThatGoesOnDoesNotJump(int stopAt, String after) {
        for (String policy : List.of("restart", "rewarm", "continue")) {
            String yaml = GROWN.replace("workers: 1", "workers: 1\n  extension: continue\n  learning-rate: {kind: linear, warmup: 20%}")
                    + "  learning-rate: " + policy + "\n  rewarm: 50%\n";
            Workshop straight = new Workshop(home);
            straight.train("straight" + policy, yaml);
            Workshop workshop = new Workshop(home);
            workshop.stopAfter(stopAt);
            workshop.train(policy, yaml);
            workshop.resume(policy, yaml, DURATION + after);
            List<Double> rates = rates(workshop);
            boolean falls = stopAt == 14 || stopAt == 20;
            if (falls) {
                // What had begun to fall falls on, at another pace; nothing rises but a ramp that was on its way.
                double last = rates(straight).get(stopAt - 1);
                assertThat(rates.get(stopAt)).isLessThanOrEqualTo(last * (policy.equals("rewarm") ? 1.5 : 1));
            }
            assertThat(rates).allMatch(rate -> rate > 0);
            assertThat(rates.get(rates.size() - 1)).isLessThan(4e-4);
            assertThat(told(workshop)).contains("continues from where it stands (training.extension: continue)");
        }
    }

    /** Ten steps of the run of 20, from step 10 on, whatever becomes of the run; twice, as each growth is reported with them half open. */
    @ParameterizedTest
    @CsvSource({"12, 40ba", "16, 60ba", "13, 1280tok", "15, 0.6sec", "13, 5ep"})
    void gatesOpenAsTheyBegan(int stopAt, String after) {
        String yaml = GROWN.replace("kind: stack", "kind: ramped");
        RecordingEngine straight = new RecordingEngine();
        new Workshop(home, Workshop.installed(straight).with(new Ramped(0.4))).train("straight", yaml);
        RecordingEngine extended = new RecordingEngine();
        Workshop workshop = new Workshop(home, Workshop.installed(extended).with(new Ramped(0.4)));
        workshop.stopAfter(stopAt);
        workshop.train("run", yaml);
        workshop.resume("run", yaml, DURATION + after);

        assertThat(opening(straight)).containsExactly(0.5f, 0f, 0f, 0.125f, 0.25f, 0.375f, 0.5f, 0.625f, 0.75f, 0.875f, 1f);
        assertThat(opening(extended)).isEqualTo(opening(straight));
        assertThat(told(workshop)).contains("gates continue to open as they began");
    }

    @Test
    void aSearchEndsWhenItWouldHave() {
        String yaml = Workshop.SCRATCH.replace("layers: 2", "layers: 4") + """
                growth:
                  schedule: {kind: searching, at: 25%, length: 30%, smallest: 2}
                  operator: {kind: stack}
                """;
        Workshop workshop = new Workshop(home, Workshop.installed(new RecordingEngine()).with(new SearchTest.Searching()));
        workshop.stopAfter(8);
        workshop.train("run", yaml);
        workshop.resume("run", yaml, DURATION + "40ba");
        assertThat(workshop.events(StageStarted.class)).extracting(s -> s.progress().step()).containsExactly(0L, 5L, 8L, 11L);
        assertThat(told(workshop)).contains("the search ends when it would have");
    }

    @Test
    void growthsToComeAreOfTheNewLengthAndThoseMadeAreNotMadeAgain() {
        Workshop before = new Workshop(home);
        before.stopAfter(5);
        before.train("before", GROWN);
        before.resume("before", GROWN, DURATION + "40ba");
        assertThat(growths(before)).containsExactly(20L);
        assertThat(told(before)).contains("; stage 2 of 2 comes at 50%, 20ba");

        Workshop after = new Workshop(home);
        after.stopAfter(12);
        after.train("after", GROWN);
        after.resume("after", GROWN, DURATION + "60ba");
        assertThat(growths(after)).containsExactly(10L);
        assertThat(told(after)).contains("; every growth is made already");
        assertThat(after.events(StepCompleted.class)).hasSize(60);
    }

    @Test
    void aShorterRunMakesItsGrowthsInTime() {
        Workshop late = new Workshop(home);
        late.stopAfter(8);
        late.train("late", GROWN);
        assertThat(late.resume("late", GROWN, DURATION + "12ba").outcome()).isEqualTo(Outcome.FINISHED);
        assertThat(growths(late)).containsExactly(8L);
        assertThat(late.events(StepCompleted.class)).hasSize(12);
        assertThat(rates(late).get(11)).isCloseTo(1e-4, within(4e-4));

        Workshop over = new Workshop(home);
        over.stopAfter(15);
        over.train("over", GROWN);
        assertThat(over.resume("over", GROWN, DURATION + "13ba").progress().step()).isEqualTo(15);
        assertThat(growths(over)).containsExactly(10L);
    }

    /** Longer, shorter, longer again, with a growth between: the state never loses what a moment was. */
    @ParameterizedTest
    @CsvSource({"replan", "continue"})
    void lengthsMayChangeAgainAndAgain(String extension) {
        Workshop workshop = new Workshop(home);
        String policy = "training.extension=" + extension;
        workshop.stopAfter(6);
        workshop.train("run", GROWN);
        for (String duration : List.of("60ba", "640tok", "4ep", "70ba")) {
            workshop.stopAfter(6);
            workshop.resumeUntilStopped("run", GROWN, DURATION + duration, policy);
        }
        workshop.resume("run", GROWN, DURATION + "40ba", policy);
        assertThat(growths(workshop)).hasSize(1);
        assertThat(workshop.events(StepCompleted.class)).hasSize(40);
        assertThat(rates(workshop)).allSatisfy(rate -> assertThat(rate).isPositive().isLessThanOrEqualTo(1e-3));
        assertThat(rates(workshop).get(39)).isLessThan(2e-4);
    }
}
