package growth.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;

import growth.testing.run.Metrics;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ranks are killed while a growth is learned, while its gates open, and in a run whose schedule goes by the clock. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "has no sh, or other signals")
class GrowthKindsTest {

    private static final String ONE_HOP = "schedule: {kind: one-hop, from: {layers: 1}, at: 50%}";
    private static final int LEARNED = 30;
    private static final int GATED = 60;

    @TempDir
    private Path folder;

    @Test
    void learnedAndGatedGrowthsEndTheSame() throws IOException, InterruptedException {
        Trial whole = Trial.of(TinyRun.growing().with("40ba", "120ba").with(ONE_HOP, """
                schedule:
                    kind: stages
                    from: {layers: 1, intermediate: 24}
                    stages: [{at: 30ba, shape: {intermediate: 24}, operator: learned}, {at: 60ba}]""")
                .with("operator: {kind: stack}", "operator: {kind: msg, ramp: 30ba}"), folder, "whole");
        whole.finish();

        Trial killed = whole.named("killed");
        try (Ranks ranks = killed.start()) {
            killed.awaitStep(ranks, LEARNED);
            ranks.rank(1).kill();
            Trial.survivorsMiss(ranks, 1);
        }
        assertThat(Metrics.growths(killed.out())).as("growths before the learned one was done").isEmpty();
        try (Ranks ranks = killed.start()) {
            killed.awaitStep(ranks, GATED + 3);
            ranks.rank(0).kill();
            Trial.survivorsMiss(ranks, 0);
        }
        killed.finish();
        killed.endedAs(whole);
    }

    @Test
    void ranksGrowAtTheSameStepWhenTheirClocksDiffer() throws IOException, InterruptedException {
        Trial timed = Trial.of(TinyRun.growing().with("40ba", "200ba").with("at: 50%", "at: 1sec"), folder, "timed");
        try (Ranks ranks = timed.start()) {
            timed.awaitStep(ranks, 3);
            ranks.rank(1).send("STOP");
            Thread.sleep(1_500);
            ranks.rank(1).send("CONT");
            ranks.rank(0).await("it has grown", () -> growths(timed.out()) == 1);
            ranks.rank(1).kill();
            Trial.survivorsMiss(ranks, 1);
        }
        timed.finish();
        assertThat(growths(timed.out())).as("it has grown once").isEqualTo(1);
    }

    private static int growths(Path run) {
        try {
            return Metrics.growths(run).size();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
