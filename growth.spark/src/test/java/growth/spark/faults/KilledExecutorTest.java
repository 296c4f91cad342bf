package growth.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;

import growth.testing.ForkedProcess;
import growth.testing.ForkedProcess.Ended;
import growth.testing.run.Metrics;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Executors of Spark are killed while they train: the work goes on elsewhere by itself, and ends as undisturbed. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "has no sh, or other signals")
class KilledExecutorTest {

    private static final String CLUSTER = "local-cluster[2,1,1024]";
    private static final String EXECUTOR = "CoarseGrainedExecutorBackend";
    private static final int GROWTH = 300;

    @TempDir
    private Path folder;

    /** The executors of a driver that runs on this machine, in the order in which they were started. */
    private static List<ProcessHandle> executors(ForkedProcess driver) {
        return ProcessHandle.of(driver.pid()).stream().flatMap(ProcessHandle::descendants)
                .filter(process -> process.info().commandLine().filter(line -> line.contains(EXECUTOR)).isPresent())
                .sorted().toList();
    }

    private static void killOne(ForkedProcess driver) throws InterruptedException {
        List<ProcessHandle> executors = executors(driver);
        assertThat(executors).as("executors").hasSize(2);
        executors.get(0).destroyForcibly();
    }

    @Test
    void aDataParallelRunGoesOnByItself() throws IOException, InterruptedException {
        Trial whole = Trial.of(TinyRun.growing().with("40ba", 2 * GROWTH + "ba").with("evaluate: {every: 10ba", "evaluate: {every: 100ba"),
                folder, "whole");
        whole.finish();

        Trial killed = whole.named("killed");
        // Spark's own home, which these tests run with, is not that of an installed Spark
        ForkedProcess driver = whole.distribution().under("env", "-u", "SPARK_HOME")
                .start("train", "run.yaml", "--on", CLUSTER, "--out", "killed");
        try {
            driver.await("it trains", () -> Metrics.lastStep(killed.out()) >= 5);
            killOne(driver);
            driver.await("it trains behind the growth", () -> Metrics.lastStep(killed.out()) > GROWTH);
            killOne(driver);
            Ended ended = driver.end().exits(0);
            assertThat(ended.output() + ended.errors()).contains("was lost", "goes on from its last checkpoint");
        } finally {
            driver.kill();
        }
        killed.endedAs(whole);
    }
}
