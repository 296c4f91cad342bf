package growth.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.training.PluginOrigin;
import growth.api.training.TrainingEvent.GrowthCompleted;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.folder.Provenance;
import growth.runtime.train.resume.SamePlugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A resumed run says so when its plug-ins are others, and needs to be asked when their code is. */
class SamePluginsTest {
    private static final PluginOrigin OLD = new PluginOrigin("sandwich", "1.0.0", "aaaaaaaaaaaaaaaa");
    private static final PluginOrigin NEW = new PluginOrigin("sandwich", "1.1.0", "bbbbbbbbbbbbbbbb");
    private static final String CHANGE = "operator stack was sandwich 1.0.0 (sha256 aaaaaaaaaaaa…), and sandwich 1.1.0"
            + " (sha256 bbbbbbbbbbbb…) is installed";

    @TempDir
    private Path home;
    private FakeCatalogue catalogue;
    private Workshop workshop;

    @BeforeEach
    void stopBeforeTheGrowth() {
        catalogue = Workshop.installed(new RecordingEngine()).from("stack", OLD);
        workshop = new Workshop(home, catalogue);
        workshop.stopAfter(5);
        assertThat(workshop.train("run", Workshop.GROWN).outcome()).isEqualTo(Outcome.STOPPED);
    }

    private JsonNode provenance() throws IOException {
        return new ObjectMapper().readTree(home.resolve("run/provenance.json").toFile());
    }

    @Test
    void theSameCodeGoesOnWithoutAWord() {
        assertThat(workshop.resume("run", Workshop.GROWN).outcome()).isEqualTo(Outcome.FINISHED);
        assertThat(workshop.notes()).noneMatch(note -> note.contains("operator stack"));
    }

    @Test
    void otherCodeIsRefusedUnlessItIsAskedFor() throws IOException {
        catalogue.from("stack", NEW);
        assertThatThrownBy(() -> workshop.resume("run", Workshop.GROWN)).isInstanceOf(GrowthException.class)
                .hasMessage(home.resolve("run/provenance.json") + ": the run was trained with other plug-ins: " + CHANGE
                        + "; install those again, or continue with what is installed: --resume --changed-plugins")
                .extracting(e -> ((GrowthException) e).kind()).isEqualTo(Kind.MISSING_PLUGIN);
        assertThat(provenance().get("starts")).as("starts").hasSize(1);
        assertThat(catalogue.held()).isZero();

        workshop.stopAfter(100);
        assertThat(workshop.resumeWithChangedPlugins("run", Workshop.GROWN).outcome()).isEqualTo(Outcome.FINISHED);
        assertThat(workshop.notes()).contains(CHANGE);
        assertThat(provenance().at("/starts/0/plugins/operator stack/version").asText()).isEqualTo("1.0.0");
        assertThat(provenance().at("/starts/1/plugins/operator stack/sha256").asText()).isEqualTo(NEW.sha256());
        assertThat(Files.readString(home.resolve("run/metrics.jsonl")))
                .contains("\"operator\":\"stack\",\"bundle\":\"sandwich\",\"version\":\"1.1.0\",\"sha256\":\"bbbbbbbbbbbbbbbb\"");
    }

    @Test
    void aRunWhoseGrowthIsOverDoesNotNeedTheCodeThatGrewIt() {
        workshop.stopAfter(8);
        assertThat(workshop.resumeUntilStopped("run", Workshop.GROWN).outcome()).isEqualTo(Outcome.STOPPED);
        catalogue.from("stack", NEW);
        assertThat(workshop.resume("run", Workshop.GROWN).outcome()).isEqualTo(Outcome.FINISHED);
        assertThat(workshop.notes()).contains(CHANGE);
        assertThat(workshop.events(GrowthCompleted.class)).hasSize(1);
    }

    @Test
    void otherCodeOfTheEngineIsRefusedEvenThen() {
        workshop.stopAfter(8);
        workshop.resumeUntilStopped("run", Workshop.GROWN);
        catalogue.from("cpu", NEW);
        assertThatThrownBy(() -> workshop.resume("run", Workshop.GROWN))
                .hasMessageContaining("engine cpu was fake 1.0.0 (sha256 f00d…), and");
    }

    @Test
    void whatWasAcceptedIsWhatTheRunHasFromThenOn() {
        catalogue.from("stack", NEW);
        workshop.stopAfter(2);
        workshop.resumeWithChangedPlugins("run", Workshop.GROWN);
        catalogue.from("stack", OLD);
        assertThatThrownBy(() -> workshop.resume("run", Workshop.GROWN)).hasMessageContaining("operator stack was sandwich 1.1.0");
    }

    @Test
    void anotherVersionIsSaidWhereNoHashTells() throws IOException {
        // As starts were written down before hashes were.
        Path file = Files.writeString(home.resolve("old.json"), """
                {"seed": 1, "data": {}, "starts": [{"plugins": {"operator stack": "sandwich 0.9.0", "engine cpu": "fake 1.0.0"}}]}""");
        assertThat(SamePlugins.require("old.json", Provenance.plugins(file),
                Map.of("operator stack", OLD, "engine cpu", new PluginOrigin("fake", "1.0.0", "f00d"), "schedule hop", NEW),
                plugin -> false))
                .containsExactly("operator stack was sandwich 0.9.0, and sandwich 1.0.0 is installed");
    }
}
