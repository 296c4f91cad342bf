package growth.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import growth.api.training.TrainingEvent.CheckpointSaved;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.formats.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that go on from a named checkpoint in a folder of their own. */
class BranchTest {
    private static final String WSD = Workshop.GROWN.replace("workers: 1",
            "workers: 1\n  learning-rate: {kind: wsd, warmup: 0ba, decay: 20%}");
    @TempDir
    private Path home;
    private Workshop trunk;

    @BeforeEach
    void trainTheTrunk() {
        trunk = new Workshop(home);
        trunk.train("trunk", WSD, "checkpoint.every=4ba", "checkpoint.keep=9");
    }

    private Path at(int step) {
        return home.resolve("trunk/checkpoints").resolve(String.format("step-%08d", step));
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString(), Sha256.of(file));
            }
        }
        return contents;
    }

    private List<JsonNode> steps(String run) throws IOException {
        List<JsonNode> steps = new ArrayList<>();
        for (String line : Files.readAllLines(home.resolve(run).resolve("metrics.jsonl"))) {
            JsonNode entry = new ObjectMapper().readTree(line);
            if (entry.get("kind").asText().equals("step")) {
                steps.add(entry);
            }
        }
        return steps;
    }

    @Test
    void aBranchWithoutChangesIsTheTrunkAndLeavesItAlone() throws IOException {
        Map<String, String> before = contents(home.resolve("trunk"));
        Workshop branch = new Workshop(home);
        branch.branch("branch", at(8), WSD);
        assertThat(branch.losses()).isEqualTo(trunk.losses().subList(8, 20));
        assertThat(steps("branch")).extracting(s -> s.get("loss")).isEqualTo(steps("trunk").stream().map(s -> s.get("loss")).toList());
        assertThat(contents(home.resolve("trunk"))).isEqualTo(before);
        JsonNode provenance = new ObjectMapper().readTree(home.resolve("branch/provenance.json").toFile());
        assertThat(provenance.at("/data/branch").asText()).contains("step-00000008");
        assertThat(provenance.get("starts")).hasSize(2);
    }

    @Test
    void aBranchMayCoolDownEarlier() throws IOException {
        Workshop branch = new Workshop(home);
        assertThat(branch.branch("branch", at(12), WSD, "training.duration=15ba", "training.learning-rate.decay=3ba").progress().step())
                .isEqualTo(15);
        double peak = steps("trunk").get(11).get("lr").asDouble();
        List<JsonNode> steps = steps("branch");
        assertThat(steps).hasSize(15);
        assertThat(steps.get(14).get("lr").asDouble()).isLessThan(peak / 2);
        assertThat(steps("trunk").get(14).get("lr").asDouble()).isEqualTo(peak);
    }

    @Test
    void aBranchIsWholeFromItsFirstMoment() {
        Workshop branch = new Workshop(home, Workshop.installed(new RecordingEngine().divergingAt(1)));
        assertThatThrownBy(() -> branch.branch("branch", at(12), WSD, "training.learning-rate.decay=10%")).hasMessageContaining("diverged");
        assertThat(branch.events(CheckpointSaved.class)).hasSize(1);
        Workshop again = new Workshop(home);
        again.resume("branch", WSD, "training.learning-rate.decay=10%");
        assertThat(again.events(StepCompleted.class)).hasSize(8);
    }

    @Test
    void anythingElseIsAsInAResume() {
        assertThatThrownBy(() -> new Workshop(home).branch("branch", at(8), WSD, "training.batch=8"))
                .hasMessageContaining("training.batch");
        assertThatThrownBy(() -> new Workshop(home).branch("trunk", at(8), WSD)).hasMessageContaining("already holds a run");
        assertThatThrownBy(() -> new Workshop(home).branch("branch", at(9), WSD)).hasMessageContaining("step-00000009");
        assertThat(home.resolve("branch")).doesNotExist();
    }
}
