package growth.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.formats.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that share their small model: one trains it, the others branch from its trunk. */
class TrunkTest {
    private static final String EVERY = "evaluate.every=4ba";
    @TempDir
    private Path home;

    @BeforeEach
    void trainTheFirst() {
        new Workshop(home).keepingTrunks("trunk").train("first", Workshop.GROWN, EVERY);
    }

    private Path trunk(String folder, int step) {
        return home.resolve(folder).resolve(String.format("checkpoints/step-%08d", step));
    }

    private RunStart start(String... overrides) {
        Workshop shop = new Workshop(home);
        List<String> all = new ArrayList<>(List.of(EVERY));
        all.addAll(List.of(overrides));
        return shop.start(Workshop.GROWN, all.toArray(String[]::new));
    }

    /** What is measured of a run: each step's losses, gradient norms and cost, evaluations and growths; not times. */
    private List<String> record(String run) throws IOException {
        List<String> record = new ArrayList<>();
        for (String line : Files.readAllLines(home.resolve(run).resolve("metrics.jsonl"))) {
            JsonNode entry = new ObjectMapper().readTree(line);
            switch (entry.get("kind").asText()) {
                case "step" -> record.add(entry.get("step") + " " + entry.get("loss") + " " + entry.get("gradient_norm") + " "
                        + entry.get("lr") + " " + entry.get("flops") + " " + entry.get("tokens"));
                case "evaluation" -> record.add("evaluation " + entry.get("step") + " " + entry.get("loss"));
                case "growth" -> record.add("growth " + entry.get("step") + " " + entry.get("operator") + " " + entry.get("loss_after"));
                default -> {
                }
            }
        }
        return record;
    }

    private void requireSame(String shared, String alone) throws IOException {
        assertThat(record(shared)).isEqualTo(record(alone)).hasSizeGreaterThan(25);
        for (String file : List.of("model.safetensors", "optimizer.safetensors", "config.json")) {
            Path last = Path.of("checkpoints/step-00000020", file);
            assertThat(Sha256.of(home.resolve(shared).resolve(last))).as(file).isEqualTo(Sha256.of(home.resolve(alone).resolve(last)));
        }
    }

    private void requireEqualToTheRunAlone(Path from, String... overrides) throws IOException {
        List<String> all = new ArrayList<>(List.of(EVERY));
        all.addAll(List.of(overrides));
        String[] settings = all.toArray(String[]::new);
        new Workshop(home).train("alone", Workshop.GROWN, settings);
        Workshop shop = new Workshop(home);
        shop.branch("shared", from, Workshop.GROWN, settings);
        assertThat(shop.events(StepCompleted.class)).as("steps of its own").hasSize(10);
        requireSame("shared", "alone");
    }

    @Test
    void anotherOperatorGrowsTheSameSmallModel() throws IOException {
        String[] other = {"growth.operator.kind=identity", "growth.optimizer-state=reset", "growth.learning-rate=restart", "name=other"};
        assertThat(start(other).obstacle(start())).isEmpty();
        requireEqualToTheRunAlone(trunk("trunk", 10), other);
    }

    @Test
    void laterGrowthGoesOnWithTheSmallModel() throws IOException {
        String later = "growth.schedule.at=15ba";
        assertThat(start(later).obstacle(start())).isEmpty();
        requireEqualToTheRunAlone(trunk("trunk", 10), later);
        // and keeps a trunk itself, from which a still later one branches
        new Workshop(home).keepingTrunks("second").branch("again", trunk("trunk", 10), Workshop.GROWN, EVERY, later);
        new Workshop(home).train("latest", Workshop.GROWN, EVERY, "growth.schedule.at=80%");
        new Workshop(home).branch("shared-latest", trunk("second", 15), Workshop.GROWN, EVERY, "growth.schedule.at=80%");
        requireSame("shared-latest", "latest");
    }

    @Test
    void theRunItselfIsNotChangedByBeingKept() throws IOException {
        new Workshop(home).train("plain", Workshop.GROWN, EVERY);
        requireSame("first", "plain");
        assertThat(home.resolve("first/checkpoints/step-00000010")).doesNotExist();
    }

    @Test
    void whatDecidesTheStepsMustBeTheSame() {
        RunStart first = start();
        assertThat(start("seed=2").obstacle(first)).contains("seed differs");
        assertThat(start("training.optimizer.lr=2e-2").obstacle(first)).contains("training.optimizer.lr differs");
        assertThat(start("training.duration=30ba").obstacle(first)).contains("training.duration differs");
        assertThat(start("evaluate.every=5ba").obstacle(first)).contains("evaluate.every differs");
        assertThat(start("model.layers=3", "growth.schedule.at=15ba").obstacle(first)).contains("model.layers differs");
        assertThat(start("growth.schedule.from.layers=1").obstacle(first)).contains("they begin with other models");
        assertThat(start("growth.schedule.at=5ba").obstacle(first)).contains("it grows earlier");
        assertThat(start("growth.schedule.at=40%").obstacle(first)).contains("it grows earlier");
        assertThat(start("growth.schedule.at=160tok").obstacle(first)).contains("it grows earlier");
        assertThat(start("growth.schedule.at=1Mflop").obstacle(first)).contains("it grows earlier");
        assertThat(start("growth.schedule.at=400tok").obstacle(first)).isEmpty();
        assertThat(start("growth.schedule.secret=true", "growth.schedule.at=15ba").obstacle(first))
                .contains("their growth schedules differ and decide while training");
        assertThat(start("growth.schedule.secret=true", "growth.operator.kind=identity").obstacle(start("growth.schedule.secret=true")))
                .isEmpty();
        assertThat(start("training.duration=9sec").obstacle(start("training.duration=9sec"))).contains("its steps depend on seconds");
        assertThat(start("name=other", "checkpoint.keep=1", "growth.learning-rate=rewarm").obstacle(first)).isEmpty();
    }

    @Test
    void growthMayDifferOnlyWhileNothingHasGrown() {
        assertThatThrownBy(() -> new Workshop(home).branch("branch", home.resolve("first/checkpoints/step-00000020"), Workshop.GROWN, EVERY,
                "growth.operator.kind=identity", "training.duration=25ba")).hasMessageContaining("growth.operator.kind");
        assertThatThrownBy(() -> new Workshop(home).branch("branch", trunk("trunk", 10), Workshop.GROWN, EVERY,
                "growth.schedule.from.layers=1")).hasMessageContaining("the growth schedule begins with");
        assertThat(home.resolve("branch")).doesNotExist();
    }

    @Test
    void aBranchThatWasBegunResumes() throws IOException {
        String other = "growth.operator.kind=identity";
        new Workshop(home).train("alone", Workshop.GROWN, EVERY, other);
        Workshop shop = new Workshop(home);
        shop.stopAfter(3);
        shop.branch("shared", trunk("trunk", 10), Workshop.GROWN, EVERY, other);
        assertThat(Optional.of(shop.events(StepCompleted.class).size())).contains(3);
        new Workshop(home).resume("shared", Workshop.GROWN, EVERY, other);
        requireSame("shared", "alone");
    }
}
