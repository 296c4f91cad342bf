package growth.spark.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.testing.ForkedProcess;
import growth.testing.run.Distribution;
import growth.testing.run.Metrics;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A study whose runs train in executors: what is found is what the same study finds alone, though an executor is killed or all are asked to
 * end.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "has no sh, or other signals")
class StudyOnSparkTest {
    private static final String CLUSTER = "local-cluster[2,1,1024]";
    private static final String EXECUTOR = "CoarseGrainedExecutorBackend";
    private static final List<String> RUNS = List.of("scratch/seed-7", "scratch/seed-8", "early/seed-7", "early/seed-8", "late/seed-7",
            "late/seed-8");
    /** What a clock or the machine decides. */
    private static final Set<String> TIMES = Set.of("seconds", "tuningSeconds", "machine");
    @TempDir
    private static Path folder;

    /** The study alone, in the folder {@code alone}. */
    @BeforeAll
    static void alone() throws IOException, InterruptedException {
        TinyRun.growing().with("40ba", "120ba").write(folder.resolve("run.yaml"));
        Files.writeString(folder.resolve("study.yaml"), """
                name: tiny
                base: run.yaml
                baseline: scratch
                variants:
                  early: {growth: {schedule: {at: 25%}}}
                  late: {growth: {schedule: {at: 50%}}}
                seeds: 2
                validation: {every: 25%, tokens: 128}
                parallel: {workers: 1}
                """);
        Distribution.in(folder).run("compare", "study.yaml", "--out", "alone", "--quiet").succeeds();
    }

    private static ForkedProcess start(String... more) throws IOException {
        return Distribution.in(folder).start(Stream.concat(Stream.of("compare", "study.yaml", "--on", CLUSTER), Stream.of(more))
                .toArray(String[]::new));
    }

    private static JsonNode account(Path study) throws IOException {
        JsonNode account = new ObjectMapper().readTree(study.resolve("account.json").toFile());
        withoutTimes(account);
        return account;
    }

    private static void withoutTimes(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(TIMES);
        } else if (node instanceof ArrayNode list) {
            for (int i = list.size() - 1; i >= 0; i--) {
                if (list.get(i).path("axis").asText().equals("SECONDS")) {
                    list.remove(i);
                }
            }
        }
        node.forEach(StudyOnSparkTest::withoutTimes);
    }

    /** Checks steps, evaluations, growths and the account to the last digit, and models to the last bit. */
    private static void assertAsAlone(Path records, Path models) throws IOException {
        Path alone = folder.resolve("alone");
        for (String run : RUNS) {
            assertThat(Metrics.of(records.resolve("runs").resolve(run))).as(run).isNotEmpty()
                    .isEqualTo(Metrics.of(alone.resolve("runs").resolve(run)));
            try (Stream<Path> checkpoints = Files.list(alone.resolve("runs").resolve(run).resolve("checkpoints"))) {
                Path last = checkpoints.sorted().reduce((first, second) -> second).orElseThrow().resolve("model.safetensors");
                assertThat(models.resolve(alone.relativize(last))).hasSameBinaryContentAs(last);
            }
        }
        assertThat(account(records)).isEqualTo(account(alone));
        assertThat(records.resolve("report.html")).isNotEmptyFile();
    }

    @Test
    void aKilledExecutorsRunGoesOnElsewhereAndEverythingIsFoundAsAlone() throws IOException, InterruptedException {
        ForkedProcess driver = start("--out", "placed");
        try {
            driver.await("both train, or are about to", () -> Metrics.lastStep(folder.resolve("placed/runs/scratch/seed-7")) >= 5);
            ProcessHandle.of(driver.pid()).orElseThrow().descendants()
                    .filter(process -> process.info().commandLine().filter(line -> line.contains(EXECUTOR)).isPresent())
                    .findFirst().orElseThrow().destroyForcibly();
            assertThat(driver.end().exits(0).output()).contains("; it goes on from its last checkpoint", "[6/6]");
        } finally {
            driver.kill();
        }
        assertAsAlone(folder.resolve("placed"), folder.resolve("placed"));
    }

    @Test
    void aStudyOnAFileSystemThatIsNotMountedIsSavedThereWhenAskedToEndAndGoesOnFromThere() throws IOException, InterruptedException {
        Path store = Files.createDirectories(folder.resolve("store"));
        String[] held = {"--out", "viewfs://held/s/tiny", "--conf", "spark.hadoop.fs.viewfs.mounttable.held.link./s=file:" + store};
        ForkedProcess driver = start(held);
        try {
            driver.await("a run is over", () -> driver.output().contains("[1/6]"));
            driver.send("INT");
            assertThat(driver.end().exits(130).output()).contains("everything is saved in", " --out viewfs://held/s/tiny --on ");
        } finally {
            driver.kill();
        }
        ForkedProcess again = start(held);
        try {
            assertThat(again.end().exits(0).output()).contains("runs are finished", "[6/6]");
        } finally {
            again.kill();
        }
        assertAsAlone(folder.resolve("studies/tiny"), store.resolve("tiny"));
        assertThat(store.resolve("tiny/account.json")).isNotEmptyFile();
    }
}
