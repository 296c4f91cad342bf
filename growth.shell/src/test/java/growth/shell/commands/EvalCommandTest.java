package growth.shell.commands;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.model.Family;
import growth.runtime.train.Evaluator;
import growth.shell.fake.Trial;
import growth.shell.fake.Trial.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvalCommandTest {
    private String asked = "";

    private final Evaluator evaluator = new Evaluator() {
        @Override
        public Evaluated text(Path checkpoint, List<Path> files, int batch, Optional<Integer> batches) {
            asked = "text " + checkpoint + " " + files + " " + batch + " " + batches;
            return new Evaluated(Family.LLAMA, 1.5, 2048, 512, 2048, 0.25);
        }

        @Override
        public Evaluated batch(Path checkpoint, Path batch, Optional<Path> write) {
            asked = "batch " + checkpoint + " " + batch + " " + write;
            return new Evaluated(Family.VIT, 1.5, 32, 8, 32, 12);
        }
    };
    private final Trial trial = new Trial().with("eval", () -> new EvalCommand(evaluator));

    @Test
    void evaluatesText() {
        Result result = trial.run("eval", "model", "--data", "a.txt", "b.txt.gz", "--rows", "4", "--batches", "10");

        assertThat(result.status()).isZero();
        assertThat(asked).isEqualTo("text model [a.txt, b.txt.gz] 4 Optional[10]");
        assertThat(result.lines()).containsExactly("loss 1.5000  perplexity 4.48  labels 2048  tokens 2048  time 0.3s");
    }

    @Test
    void takesEverythingInBatchesOfEightUnlessTold() {
        trial.run("eval", "--data", "a.txt", "--json", "model");

        assertThat(asked).isEqualTo("text model [a.txt] 8 Optional.empty");
    }

    @Test
    void evaluatesOneBatchAndWritesGradients() {
        Result result = trial.in(Path.of("/w")).run("eval", "model", "--batch", "b.safetensors", "--write", "out.safetensors");

        assertThat(asked).isEqualTo("batch /w/model /w/b.safetensors Optional[/w/out.safetensors]");
        assertThat(result.out()).contains("loss 1.5000  accuracy 25.00%  labels 32  images 32  time").contains("wrote out.safetensors");
    }

    @Test
    void printsJson() {
        assertThat(trial.run("eval", "model", "--data", "a.txt", "--json").out()).isEqualTo("""
                {
                  "loss": 1.5,
                  "perplexity": 4.4816890703380645,
                  "accuracy": 0.25,
                  "scored": 2048,
                  "correct": 512,
                  "tokens": 2048,
                  "seconds": 0.25
                }
                """);
    }

    @Test
    void helpShowsBothWays() {
        assertThat(trial.run("eval", "--help").out()).startsWith("""
                Usage: growth eval DIR --data FILE... [--rows=N] [--batches=N] [--json]
                       growth eval DIR --batch FILE.safetensors [--write=OUT.safetensors] [--json]
                measures loss and perplexity (or accuracy) of a checkpoint on text or a batch
                """);
    }

    @Test
    void refusesWhatDoesNotFitTogether() {
        assertRefused("--write needs --batch; see 'growth help eval'", "eval", "model", "--data", "a.txt", "--write", "o");
        assertRefused("--rows and --batches must be at least 1; see 'growth help eval'", "eval", "model", "--data", "a.txt", "--rows", "0");
        assertThat(trial.run("eval", "model", "--data", "a", "--batch", "b").err()).contains("--data", "--batch", "mutually exclusive")
                .hasLineCount(1);
        assertThat(trial.run("eval", "model").err()).contains("--data", "--batch").hasLineCount(1);
        assertThat(asked).isEmpty();
    }

    private void assertRefused(String message, String... words) {
        assertThat(trial.run(words)).isEqualTo(new Result(2, "", "growth: " + message + System.lineSeparator()));
    }
}
