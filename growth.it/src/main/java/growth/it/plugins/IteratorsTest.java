package growth.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.runtime.run.RunFile;
import growth.runtime.train.TrainOutcome;
import growth.runtime.train.Trainer;
import growth.testing.run.Metrics;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stranger's bundle with DataVec inside, dropped into the folder of a running framework, feeds trainings. */
class IteratorsTest {
    private static final String JAR = "iterators.jar";
    private static final int STEPS = 40;
    private static final int STOP = 13;

    private final Felix felix = new Felix();
    private final PluginsFolder plugins = new PluginsFolder(felix.context());

    @TempDir
    Path temporary;

    @AfterEach
    void clear() throws IOException, InterruptedException {
        plugins.clear();
    }

    private void copy() throws IOException {
        Files.copy(Path.of(felix.context().getProperty("growth.it.jars"), JAR), plugins.jar(JAR));
    }

    /** The folder is looked at every 50 ms: the rest of the run is without the jar. */
    private void deleteAtStepFive(TrainingEvent event) {
        if (event instanceof StepCompleted step && step.progress().step() == 5) {
            try {
                Files.delete(plugins.jar(JAR));
                Thread.sleep(300);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static TinyRun pictures() {
        return TinyRun.growing().of("vit").with("tokens: 128", "images: 30");
    }

    /** Rows of whole numbers below a limit, and behind each what follows from the first. */
    private static String rows(int rows, int columns, int limit, String end) {
        SplittableRandom random = new SplittableRandom(1);
        return IntStream.range(0, rows).mapToObj(row -> {
            int first = random.nextInt(limit);
            return IntStream.range(0, columns).mapToObj(i -> Integer.toString((first * (1 + i % 3) + random.nextInt(9)) % limit))
                    .collect(Collectors.joining(",")) + end.replace("?", Integer.toString(first * 3 / limit));
        }).collect(Collectors.joining("\n", "", "\n"));
    }

    /** The jar is deleted while the first run trains: the run keeps the bundle, and all three runs see the same examples. */
    @Test
    void picturesOfACsvFileTrainAndResumeToTheSameBits() throws IOException, InterruptedException {
        Files.writeString(temporary.resolve("rows.csv"), rows(90, 256, 256, ",?"));
        RunFile run = felix.read(pictures().with("kind: synthetic", "kind: dl4j\n  iterator: csv\n"
                + "  train: [rows.csv]\n  settings: {labels: 3, scale: [-1, 1], batch: 7}"), temporary.resolve("csv.yaml"));
        copy();
        try (BackgroundTraining training = BackgroundTraining.begin(felix.service(Trainer.class), run, temporary.resolve("whole"),
                List.of(this::deleteAtStepFive))) {
            assertThat(training.outcome().outcome()).isEqualTo(Outcome.FINISHED);
        }
        assertThat(plugins.jar(JAR)).as("deleted while it trained").doesNotExist();
        copy();
        Path parts = temporary.resolve("parts");
        assertThat(felix.train(run, parts, false, STOP).outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(felix.train(run, parts, true, STEPS).outcome()).isEqualTo(Outcome.FINISHED);

        assertThat(Metrics.of(parts)).isEqualTo(Metrics.of(temporary.resolve("whole"))).hasSizeGreaterThan(STEPS);
        for (String file : new String[] {"model.safetensors", "optimizer.safetensors"}) {
            assertThat(parts.resolve("checkpoints/step-00000040").resolve(file))
                    .hasSameBinaryContentAs(temporary.resolve("whole/checkpoints/step-00000040").resolve(file));
        }
        assertThat(Files.readString(parts.resolve("provenance.json"))).contains("csv of growth.example.dl4j 1.0.0");
    }

    /** Rows of 17 token numbers are sequences of 16 with their next tokens; an iterator may also be the service itself. */
    @Test
    void tokensOfACsvFileAndAnIteratorOfNd4jTrain() throws IOException, InterruptedException {
        Path home = Files.createDirectory(temporary.resolve("tokens"));
        Files.writeString(home.resolve("tale.csv"), rows(60, 17, 40, ""));
        copy();
        TrainOutcome tokens = felix.train(TinyRun.growing().with("kind: text\n  train: [tale.txt]",
                "kind: dl4j\n  iterator: csv\n  train: [tale.csv]"), home);
        assertThat(tokens.outcome()).isEqualTo(Outcome.FINISHED);
        assertThat(tokens.progress().tokens()).isEqualTo(STEPS * 4 * 16);

        TrainOutcome stripes = felix.train(pictures().with("image: 16, patch: 8", "image: 8, patch: 2")
                .with("kind: synthetic", "kind: dl4j\n  iterator: growth.example.dl4j.Stripes"),
                Files.createDirectory(temporary.resolve("stripes")));
        assertThat(stripes.outcome()).isEqualTo(Outcome.FINISHED);
        assertThat(Files.readString(stripes.folder().resolve("metrics.jsonl")))
                .contains("\"labels\":[\"horizontal\",\"vertical\",\"none\"]");
    }
}
