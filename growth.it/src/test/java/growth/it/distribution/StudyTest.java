package growth.it.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import growth.testing.ForkedProcess;
import growth.testing.run.Distribution;
import growth.testing.run.Metrics;
import growth.testing.run.Run;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A study from the command line: killed in the middle, resumed by the same command, moved and verified. */
@EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "has no sh")
class StudyTest {
    private static final List<String> RUNS = List.of("scratch/seed-7", "stack/seed-7", "random/seed-7");

    @TempDir
    private Path folder;

    @BeforeEach
    void writeTheStudy() throws IOException {
        TinyRun.growing().with("checkpoint: {every: 10ba", "checkpoint: {every: 20ba").write(folder.resolve("run.yaml"));
        Files.writeString(folder.resolve("study.yaml"), """
                name: tiny
                base: run.yaml
                baseline: scratch
                variants:
                  stack: {}
                  random: {growth: {operator: random}}
                seeds: 1
                validation: {every: 25%, tokens: 128}
                parallel: {runs: 2, workers: 1}
                """);
    }

    /** Final losses and their differences as they stand in the account, in all digits. */
    private List<String> losses(String study) throws IOException {
        JsonNode account = new ObjectMapper().readTree(folder.resolve(study).resolve("account.json").toFile());
        List<String> losses = new ArrayList<>();
        account.get("arms").forEach(arm -> arm.get("runs").forEach(run -> losses.add(arm.get("name") + " " + run.get("seed") + " "
                + run.at("/finals/loss"))));
        return losses;
    }

    @Test
    void killedInTheMiddleItEndsAsIfNothingHadHappened() throws IOException, InterruptedException {
        String[] command = {"compare", "study.yaml", "--out", "killed"};
        ForkedProcess process = Distribution.in(folder).start(command);
        process.await("a grown run trains", () -> Metrics.lastStep(folder.resolve("killed/runs/stack/seed-7")) > 25);
        process.kill();
        process.end();
        assertThat(Metrics.lastStep(folder.resolve("killed/runs/random/seed-7"))).as("it was killed before its end").isLessThan(40);

        Run rest = Distribution.in(folder).run(command).succeeds();
        assertThat(rest.output()).contains("[3/3]", "stack", "random", "account.json");
        Distribution.in(folder).run("compare", "study.yaml", "--out", "whole", "--set", "parallel.runs=1").succeeds();

        for (String run : RUNS) {
            assertThat(Metrics.of(folder.resolve("killed/runs").resolve(run))).as(run)
                    .isEqualTo(Metrics.of(folder.resolve("whole/runs").resolve(run))).hasSizeGreaterThan(43);
        }
        assertThat(losses("killed")).isEqualTo(losses("whole")).hasSize(3).doesNotHaveDuplicates();
        assertThat(folder.resolve("killed/shared")).doesNotExist();

        String again = Distribution.in(folder).run(command).succeeds().output();
        assertThat(again).contains("3 of 3 runs are finished");
        Files.move(folder.resolve("killed"), folder.resolve("moved"));
        assertThat(Distribution.in(folder).run("compare", "moved", "--verify").succeeds().output()).contains("3 runs");
    }
}
