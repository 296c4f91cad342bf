package growth.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.data.text.TextSource;
import growth.runtime.disk.Evaluator.DataToEvaluate;
import growth.runtime.disk.Evaluator.Evaluated;
import growth.runtime.disk.Evaluator.Watch;
import growth.runtime.disk.EvaluatorComponent;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.run.EvaluationSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A checkpoint, evaluated on a run's validation files and on as much of them, has the loss that the run had. */
class EvaluationOfRunsTest {
    @TempDir
    Path home;

    private static final Watch NOBODY = new Watch() {
        @Override
        public void warn(String line) {
            throw new AssertionError(line);
        }

        @Override
        public void progress(long done, long total, double loss) {
            assertThat(done).isLessThanOrEqualTo(total);
        }
    };

    @ParameterizedTest
    @ValueSource(strings = {"llama", "bert", "gpt2"})
    void aRunAndItsCheckpointHaveOneLoss(String family) throws IOException {
        Files.writeString(home.resolve("train.txt"), "The fox took the bread, and the hen saw it go. ".repeat(30));
        StringBuilder valid = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            valid.append("{\"id\": ").append(i).append(", \"body\": \"Hen ").append(i).append(" saw the fox go.\"}\n");
        }
        Path lines = Files.writeString(home.resolve("valid.jsonl"), valid);
        FakeCatalogue catalogue = Workshop.installed(new RecordingEngine()).with(new TextSource());
        for (String batch : List.of("4", "7")) {
            Workshop workshop = new Workshop(home, catalogue);
            Path checkpoint = workshop.train(family + batch, Workshop.SCRATCH.replace("tokens: 64", "tokens: 200"),
                    "model.family=" + family,
                    "data={kind: text, train: [train.txt], valid: [valid.jsonl], field: body, tokenizer: {kind: bytes}}",
                    "training.duration=6ba", "training.batch=" + batch).checkpoint().orElseThrow();
            EvaluationCompleted last = workshop.events(EvaluationCompleted.class).get(0);
            for (int rows : new int[] {1, 8}) {
                Evaluated again = new EvaluatorComponent(catalogue).data(checkpoint, new DataToEvaluate(List.of(lines), rows,
                        Optional.empty(), Optional.of(EvaluationSize.parse("200")), Optional.empty(), Optional.of("body"),
                        Optional.empty()), NOBODY);
                assertThat(again.scored()).isEqualTo(last.scored());
                assertThat(again.tokens()).isEqualTo(200);
                assertThat(again.loss()).isCloseTo(last.loss(), within(2e-6));
            }
        }
    }
}
