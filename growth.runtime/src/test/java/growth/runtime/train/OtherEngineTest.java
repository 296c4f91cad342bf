package growth.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.engine.Engine;
import growth.runtime.config.DottedValues;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.fake.PlacedToy;
import growth.runtime.folder.Provenance;
import growth.runtime.run.RunFile;
import growth.runtime.train.resume.RunResumption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that change what computes. */
class OtherEngineTest {
    private static final String CHANGED = ": the run goes on as the same within rounding";
    private final PlacedToy toy = new PlacedToy(new RecordingEngine(), 2);
    private Workshop workshop;

    private Workshop shop(Path home) {
        FakeCatalogue catalogue = Workshop.installed(new RecordingEngine()).with("toy", toy);
        workshop = new Workshop(home, catalogue);
        return workshop;
    }

    @Test
    void aRunGoesOnWithAnotherEngineAndSaysSo(@TempDir Path home) throws IOException {
        shop(home).train("whole", Workshop.SCRATCH);
        String last = workshop.losses().get(19);
        workshop = shop(home);
        workshop.stopAfter(8);
        workshop.train("run", Workshop.SCRATCH);
        workshop.resume("run", Workshop.SCRATCH, "engine={kind: toy, device: cuda:1, precision: bf16}");

        assertThat(workshop.losses().get(19)).isEqualTo(last);
        assertThat(workshop.notes()).contains("changed: engine.device auto -> cuda:1", "changed: engine.kind cpu -> toy",
                "changed: engine.precision f32 -> bf16").anyMatch(line -> line.startsWith("the engine was cpu and is toy" + CHANGED));
        assertThat(toy.opened).allMatch(options -> options.placement().toString().equals("cuda:1, bf16"));
        assertThat(DottedValues.of("run.yaml", Files.readString(workshop.folder("run").runFile()))).containsEntry("engine.kind", "toy")
                .containsEntry("engine.device", "cuda:1").containsEntry("engine.precision", "bf16");
        assertThat(Provenance.engine(workshop.folder("run").provenance())).containsEntry("kind", "toy").containsEntry("device", "cuda:1")
                .containsEntry("precision", "bf16").containsEntry("libtoy", "1.0");
    }

    @Test
    void anotherLibraryIsSaidAndAnotherNumberOfADeviceIsNot(@TempDir Path home) {
        String run = Workshop.SCRATCH + "engine: {kind: toy, device: cuda:0}\n";
        shop(home).stopAfter(5);
        workshop.train("run", run);
        workshop.stopAfter(5);
        workshop.resumeUntilStopped("run", run, "engine.device=cuda:1");
        assertThat(workshop.notes()).noneMatch(line -> line.contains(CHANGED));
        toy.library = Optional.of("2.0");
        workshop.resume("run", run);
        assertThat(workshop.notes()).anyMatch(line -> line.startsWith("the engine was libtoy 1.0 and is 2.0" + CHANGED));
    }

    @Test
    void whatSlowsTheEngineIsSaidOnceAndWrittenDown(@TempDir Path home) throws IOException {
        toy.around = new Engine.Surroundings(Map.of("bf16", "in hardware"),
                List.of(new Engine.Hindrance("SLOW=1 makes it slow", "unset it"), new Engine.Hindrance("LATE=1, too", "unset it")));
        shop(home).train("run", Workshop.SCRATCH + "engine: toy\n");
        assertThat(workshop.notes().stream().filter(line -> line.contains("SLOW"))).containsExactly(
                "warning: SLOW=1 makes it slow; unset it");
        assertThat(Files.readString(workshop.folder("run").provenance())).contains("\"slowed by\": \"SLOW=1 makes it slow; LATE=1, too\"",
                "\"bf16\": \"in hardware\"");
        assertThat(Provenance.engine(workshop.folder("run").provenance())).as("no result depends on it").doesNotContainKey("bf16");
    }

    @Test
    void runsOfBeforeThereWasAChoiceGoOn(@TempDir Path home) throws IOException {
        RunFile run = shop(home).run(Workshop.SCRATCH);
        String now = "engine:\n  kind: cpu\n  device: auto\n  precision: f32\n";
        assertThat(run.resolved()).contains(now);
        Path begun = Files.writeString(home.resolve("begun.yaml"),
                run.resolved().replace(now, "").replaceFirst("(?m)^( *)workers: 1", "$1engine: cpu\n$1workers: 1"));
        List<String> notes = new ArrayList<>();
        assertThat(RunResumption.differences(run, workshop.folder("run"), begun, notes::add)).isEqualTo(RunResumption.Differences.NONE);
        assertThat(notes).isEmpty();
    }

    @Test
    void aBranchComputesAsTheRunThatItLeaves(@TempDir Path home) {
        shop(home).stopAfter(8);
        Path checkpoint = workshop.train("run", Workshop.SCRATCH).checkpoint().orElseThrow();
        workshop.stopAfter(100);
        assertThatThrownBy(() -> workshop.branch("other", checkpoint, Workshop.SCRATCH, "engine=toy"))
                .isInstanceOfSatisfying(GrowthException.class, e -> assertThat(e.kind()).isEqualTo(GrowthException.Kind.CONFIGURATION))
                .hasMessageContaining("engine: a branch computes as the run that it leaves, whose engine was cpu and is toy here");
        assertThat(workshop.folder("other").path()).doesNotExist();
    }

    @Test
    void trunksAreSharedBetweenDevicesOfOneKindOnly(@TempDir Path home) {
        shop(home);
        RunStart first = workshop.start(Workshop.GROWN, "engine={kind: toy, device: cuda:0}");
        RunStart second = workshop.start(Workshop.GROWN, "engine={kind: toy, device: cuda:1}");
        RunStart half = workshop.start(Workshop.GROWN, "engine={kind: toy, device: cuda:1, precision: bf16}");
        RunStart host = workshop.start(Workshop.GROWN);
        assertThat(second.obstacle(first)).isEmpty();
        assertThat(half.obstacle(first)).contains("the other's engine is precision f32 and is bf16 here");
        assertThat(host.obstacle(first)).contains("the other's engine is toy and is cpu here");
    }
}
