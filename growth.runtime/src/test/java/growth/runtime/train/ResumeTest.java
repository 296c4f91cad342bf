package growth.runtime.train;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.engine.Regularization;
import growth.api.engine.TrainOptions;
import growth.api.training.TrainingEvent.CheckpointSaved;
import growth.api.training.TrainingEvent.GrowthCompleted;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.api.training.TrainingEvent.RunStarted;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.formats.digest.Sha256;
import growth.formats.safetensors.SafetensorsFile;
import growth.runtime.folder.RunFolder;
import growth.runtime.run.RunFilesComponent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {
    @TempDir
    private Path home;

    /** Trains 20 steps in one go, and 20 steps with a stop; everything must be equal to the last bit. */
    private void requireSame(String yaml, int stopAfter) throws IOException {
        Workshop whole = new Workshop(home);
        TrainOutcome straight = whole.train("whole", yaml);

        Workshop parts = new Workshop(home);
        parts.stopAfter(stopAfter);
        assertThat(parts.train("parts", yaml).outcome()).isEqualTo(Outcome.STOPPED);
        TrainOutcome resumed = parts.resume("parts", yaml);

        assertThat(resumed.outcome()).isEqualTo(Outcome.FINISHED);
        assertThat(parts.losses()).isEqualTo(whole.losses()).hasSize(20);
        for (String file : List.of("model.safetensors", "optimizer.safetensors", "config.json")) {
            Path expected = straight.checkpoint().orElseThrow().resolve(file);
            assertThat(resumed.checkpoint().orElseThrow().resolve(file)).hasSameBinaryContentAs(expected);
        }
        assertThat(parts.events(RunStarted.class)).extracting(RunStarted::resumed).containsExactly(false, true);
        assertThat(steps("parts")).isEqualTo(steps("whole")).hasSize(20);
    }

    private List<Long> steps(String run) throws IOException {
        List<Long> steps = new ArrayList<>();
        for (JsonNode line : metrics(run)) {
            if (line.get("kind").asText().equals("step")) {
                steps.add(line.get("step").asLong());
            }
        }
        return steps;
    }

    private List<JsonNode> metrics(String run) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(new Workshop(home).folder(run).metrics())) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    private List<Path> checkpoints(String run) {
        return new growth.runtime.checkpoint.CheckpointStore(new Workshop(home).folder(run).checkpoints(), 2).newestFirst();
    }

    @Test
    void stoppedRunGoesOnToTheLastBit() throws IOException {
        requireSame(Workshop.SCRATCH, 10);
    }

    @Test
    void alsoWithSeveralWorkers() throws IOException {
        requireSame(Workshop.GROWN.replace("workers: 1", "workers: 2"), 10);
    }

    @ParameterizedTest
    @CsvSource({"reset,5", "reset,10", "reset,15", "carry,10", "scaled,13", "asymmetric,12"})
    void alsoAcrossAGrowth(String optimizerState, int stopAfter) throws IOException {
        requireSame(Workshop.GROWN + "  optimizer-state: " + optimizerState + "\n", stopAfter);
    }

    @ParameterizedTest
    @CsvSource({"reset,5", "carry,10", "carry,11", "scaled,13"})
    void alsoWhereOnlyNewLayersLearn(String optimizerState, int stopAfter) throws IOException {
        requireSame(Workshop.GROWN.replace("workers: 1", "workers: 2\n  averages: [0.9]") + "  optimizer-state: " + optimizerState
                + "\n  trains: new\n", stopAfter);
    }

    @ParameterizedTest
    @CsvSource({"continue,12", "rewind,10", "rewarm,11"})
    void alsoInsideALearningRatePolicy(String learningRate, int stopAfter) throws IOException {
        requireSame(Workshop.GROWN + "  learning-rate: " + learningRate + "\n", stopAfter);
    }

    @ParameterizedTest
    @CsvSource({"adamw,7", "adamw,10", "adamw,14", "muon,13"})
    void alsoWithAveragesAndWhatIsDrawnAtRandom(String optimizer, int stopAfter) throws IOException {
        String yaml = Workshop.GROWN.replace("lr: 1e-2", "kind: " + optimizer + ", lr: 1e-2").replace("workers: 1", """
                workers: 2
                  averages: [0.9, 0.99]
                  dropout: {attention: 0.1, hidden: 0.2, embedding: 0.1}
                  stochastic-depth: 0.2
                  recompute: block""") + "  optimizer-state: carry\n";
        requireSame(yaml, stopAfter);
        Path remembered = checkpoints("parts").get(0).resolve("optimizer.safetensors");
        try (SafetensorsFile file = SafetensorsFile.open(remembered)) {
            assertThat(file.names()).contains("average/0.9/model.layers.3.mlp.up_proj.weight", "average/0.99/model.norm.weight");
        }
    }

    @Test
    void stepsAreToldTheirNumberAndWhatIsLeftOut() {
        RecordingEngine engine = new RecordingEngine();
        Workshop workshop = new Workshop(home, Workshop.installed(engine));
        String yaml = Workshop.SCRATCH.replace("workers: 1", "workers: 1\n  stochastic-depth: 0.1\n  dropout: {attention: 0.2}");
        workshop.stopAfter(3);
        workshop.train("run", yaml);
        workshop.resume("run", yaml);
        assertThat(engine.asked()).extracting(TrainOptions::step).isEqualTo(LongStream.range(0, 20).boxed().toList());
        assertThat(engine.asked()).extracting(TrainOptions::regularization).containsOnly(new Regularization(0.2, 0, 0, 0.1, 0));
    }

    @Test
    void metricsTellOfAGrowthAtTheBoundaryOnce() throws IOException {
        Workshop workshop = new Workshop(home);
        workshop.stopAfter(12);
        // Saved at step 10, right before the growth; the run is then cut off at step 12 and its last checkpoint lost.
        workshop.train("run", Workshop.GROWN, "checkpoint.every=5ba", "checkpoint.keep=9");
        delete(checkpoints("run").get(0));
        workshop.resume("run", Workshop.GROWN, "checkpoint.every=5ba", "checkpoint.keep=9");
        assertThat(workshop.events(GrowthCompleted.class)).hasSize(2);
        assertThat(metrics("run")).filteredOn(l -> l.get("kind").asText().equals("growth")).hasSize(1);
        assertThat(steps("run")).hasSize(20).doesNotHaveDuplicates();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Test
    void finishedRunSaysSoAndTrainsNothing() {
        Workshop workshop = new Workshop(home);
        workshop.train("run", Workshop.SCRATCH);
        TrainOutcome again = workshop.resume("run", Workshop.SCRATCH);
        assertThat(again.outcome()).isEqualTo(Outcome.FINISHED);
        assertThat(workshop.events(StepCompleted.class)).hasSize(20);
        assertThat(workshop.notes()).anyMatch(n -> n.contains("finished") && n.contains("duration"));
    }

    @Test
    void longerDurationTrainsOn() {
        Workshop workshop = new Workshop(home);
        workshop.train("run", Workshop.SCRATCH);
        assertThat(workshop.resume("run", Workshop.SCRATCH, "training.duration=25ba").progress().step()).isEqualTo(25);
        assertThat(workshop.folder("run").runFile()).content().contains("25ba");
    }

    @Test
    void anythingElseThatDiffersIsRefused() {
        Workshop workshop = new Workshop(home);
        workshop.stopAfter(2);
        workshop.train("run", Workshop.SCRATCH);
        assertRefused(Kind.CONFIGURATION, () -> workshop.resume("run", Workshop.SCRATCH, "training.batch=8"))
                .contains("training.batch", "8", "4");
        workshop.resume("run", Workshop.SCRATCH, "evaluate.every=5ba", "checkpoint.keep=3");
    }

    @Test
    void runWithoutACheckpointBeginsAgain() throws IOException {
        Workshop workshop = new Workshop(home, Workshop.installed(new RecordingEngine().divergingAt(5)));
        assertThatThrownBy(() -> workshop.train("run", Workshop.SCRATCH)).isInstanceOf(GrowthException.class);
        Workshop again = new Workshop(home);
        assertThat(again.resume("run", Workshop.SCRATCH).progress().step()).isEqualTo(20);
        assertThat(steps("run")).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void damagedCheckpointIsSetAsideAndTheOneBeforeUsed() throws IOException {
        Workshop workshop = new Workshop(home);
        workshop.stopAfter(12);
        workshop.train("run", Workshop.SCRATCH, "checkpoint.every=5ba");
        Path newest = checkpoints("run").get(0);
        assertThat(newest).endsWithRaw(Path.of("step-00000012"));
        flip(newest.resolve("optimizer.safetensors"));

        workshop.resume("run", Workshop.SCRATCH, "checkpoint.every=5ba");
        assertThat(workshop.notes()).anyMatch(n -> n.contains("optimizer.safetensors") && n.contains("damaged"));
        assertThat(workshop.events(RunStarted.class).get(1).progress().step()).isEqualTo(10);
        assertThat(newest.resolveSibling("damaged-step-00000012")).exists();
        assertThat(steps("run")).hasSize(20).doesNotHaveDuplicates();
        Workshop whole = new Workshop(home);
        whole.train("whole", Workshop.SCRATCH);
        assertThat(workshop.losses().subList(12, 22)).isEqualTo(whole.losses().subList(10, 20));
    }

    private static void flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
    }

    @Test
    void runsWithOtherDataAreRefused() {
        Workshop workshop = new Workshop(home);
        workshop.stopAfter(2);
        workshop.train("run", Workshop.SCRATCH);
        Workshop other = new Workshop(home, Workshop.installed(new RecordingEngine()).with(new PatternData("1111")));
        assertRefused(Kind.DATA, () -> other.resume("run", Workshop.SCRATCH)).contains("train.sha256");
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

    private Workshop stopped(String yaml) {
        Workshop workshop = new Workshop(home);
        workshop.stopAfter(7);
        workshop.train("run", yaml, "checkpoint.every=5ba");
        return workshop;
    }

    @Test
    void refusedResumeChangesNothing() throws IOException {
        Files.writeString(home.resolve("a.bin"), "first");
        String yaml = Workshop.SCRATCH.replace("{kind: pattern}", "{kind: pattern, train: a.bin}");
        Workshop workshop = stopped(yaml);
        flip(checkpoints("run").get(0).resolve("optimizer.safetensors"));
        Map<String, String> before = contents(workshop.folder("run").path());
        Files.writeString(home.resolve("a.bin"), "other");
        assertThatThrownBy(() -> workshop.resume("run", yaml)).hasMessageContaining("data have changed");
        assertThatThrownBy(() -> workshop.resume("run", yaml, "training.batch=8")).hasMessageContaining("training.batch");
        assertThat(contents(workshop.folder("run").path())).isEqualTo(before);
        Files.writeString(home.resolve("a.bin"), "first");
        assertThat(workshop.resume("run", yaml).progress().step()).isEqualTo(20);
    }

    @Test
    void hashesDecideWhetherDataAreTheSameAndNotTheirPaths() throws IOException {
        Files.writeString(home.resolve("a.bin"), "data");
        Files.writeString(home.resolve("b.bin"), "data");
        Files.writeString(home.resolve("c.bin"), "other");
        String yaml = Workshop.SCRATCH.replace("{kind: pattern}", "{kind: pattern, train: a.bin}");
        Workshop workshop = stopped(yaml);
        Files.delete(home.resolve("a.bin"));
        assertThatThrownBy(() -> workshop.resume("run", yaml, "data.train=c.bin")).hasMessageContaining("train.sha256");
        assertThatThrownBy(() -> workshop.resume("run", yaml, "data.train=b.bin", "data.stride=2")).hasMessageContaining("data.stride");
        workshop.resume("run", yaml, "data.train=b.bin");
        Workshop whole = new Workshop(home);
        whole.train("whole", yaml, "data.train=b.bin");
        assertThat(workshop.losses()).isEqualTo(whole.losses());
    }

    @Test
    void aFolderThatWasMovedGoesOnAndSoDoesAnotherBase() throws IOException {
        Files.writeString(home.resolve("a.bin"), "data");
        String yaml = Workshop.SCRATCH.replace("{kind: pattern}", "{kind: pattern, train: a.bin}");
        Workshop workshop = stopped(yaml);
        Path elsewhere = Files.createDirectories(home.resolve("elsewhere/data"));
        Files.move(home.resolve("a.bin"), elsewhere.resolve("a.bin"));
        Files.move(workshop.folder("run").path(), home.resolve("elsewhere/run"));
        assertThat(workshop.resume("elsewhere/run", yaml, "base=" + elsewhere).progress().step()).isEqualTo(20);
    }

    @Test
    void dataThatNoHashRecognisesMayNotBeNamedOtherwise() throws IOException {
        Files.writeString(home.resolve("a.bin"), "data");
        Workshop workshop = new Workshop(home, Workshop.installed(new RecordingEngine()).with(new PatternData("")));
        workshop.stopAfter(7);
        workshop.train("run", Workshop.SCRATCH);
        assertThatThrownBy(() -> workshop.resume("run", Workshop.SCRATCH, "data.train=a.bin")).isInstanceOf(GrowthException.class)
                .hasMessageContaining("no hash").hasMessageContaining("data.train");
        workshop.resume("run", Workshop.SCRATCH);
        assertThat(workshop.notes()).anyMatch(note -> note.contains("give no hashes"));
    }

    /** What a crash may make of a file. */
    private static void damage(Path file, String how) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        switch (how) {
            case "gone" -> Files.delete(file);
            case "empty" -> Files.write(file, new byte[0]);
            case "half" -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
            case "zeros" -> Files.write(file, new byte[bytes.length]);
            case "half and zeros" -> Files.write(file, Arrays.copyOf(Arrays.copyOf(bytes, bytes.length / 2), bytes.length));
            default -> throw new IllegalArgumentException(how);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gone", "empty", "half", "zeros", "half and zeros"})
    void filesOfTheRunThatACrashHasDamagedComeFromTheCheckpoint(String how) throws IOException {
        Workshop workshop = stopped(Workshop.SCRATCH);
        RunFolder folder = workshop.folder("run");
        damage(folder.runFile(), how);
        damage(folder.provenance(), how);
        damage(folder.metrics(), how);
        assertThat(workshop.resume("run", Workshop.SCRATCH).progress().step()).isEqualTo(20);
        assertThat(folder.runFile()).content().contains("duration: 20ba");
        assertThat(new ObjectMapper().readTree(folder.provenance().toFile()).get("starts")).hasSize(2);
        assertThat(workshop.notes()).filteredOn(note -> note.contains("the copy in")).hasSize(how.equals("gone") ? 0 : 2);
        assertThat(workshop.losses()).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void theRunFolderIsComparedWithWhatWasTrained() throws IOException {
        Workshop workshop = stopped(Workshop.SCRATCH);
        Path runFile = workshop.folder("run").runFile();
        Files.writeString(runFile, Files.readString(runFile).replace("batch: 4", "batch: 8"));
        assertThatThrownBy(() -> workshop.resume("run", Workshop.SCRATCH, "training.batch=8")).hasMessageContaining("training.batch");
    }

    @Test
    void cutRunFileIsReadFromTheCheckpoint() throws IOException {
        Workshop workshop = stopped(Workshop.SCRATCH);
        Path runFile = workshop.folder("run").runFile();
        damage(runFile, "half");
        RunFilesComponent files = new RunFilesComponent(Workshop.installed(new RecordingEngine()));
        assertThat(files.read(runFile, List.of()).training().batch()).isEqualTo(4);
        Files.writeString(runFile, "nmae: small\n");
        assertThatThrownBy(() -> files.read(runFile, List.of())).hasMessageContaining("nmae");
    }

    @Test
    void checkpointsStayAsManyAsAskedFor() {
        Workshop workshop = new Workshop(home);
        workshop.train("run", Workshop.SCRATCH, "checkpoint.every=2ba", "checkpoint.keep=3");
        assertThat(workshop.events(CheckpointSaved.class)).hasSize(10);
        assertThat(checkpoints("run")).extracting(p -> p.getFileName().toString()).containsExactly("step-00000020", "step-00000018",
                "step-00000016");
    }
}
