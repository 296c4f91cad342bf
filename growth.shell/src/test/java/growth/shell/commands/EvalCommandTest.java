package growth.shell.commands;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.engine.Placement;
import growth.api.model.Family;
import growth.api.suite.Estimate;
import growth.api.suite.SuiteResult;
import growth.api.suite.TaskScore;
import growth.api.training.Classes;
import growth.runtime.disk.Evaluator;
import growth.runtime.disk.Evaluator.Evaluated;
import growth.runtime.engine.EngineChoice;
import growth.shell.fake.FakeCatalogue;
import growth.shell.fake.Trial;
import growth.shell.fake.Trial.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class EvalCommandTest {
    private String asked = "";
    private Optional<String> field = Optional.empty();
    private Optional<Integer> top = Optional.empty();

    private String average;
    private EngineChoice engine;
    private Evaluated result = new Evaluated(Family.LLAMA, 1.5, 2048, 512, 2048, 0.25, OptionalDouble.empty(), Optional.empty());

    private final Evaluator evaluator = new Evaluator() {
        @Override
        public Evaluator on(EngineChoice choice) {
            engine = choice;
            return this;
        }

        @Override
        public Evaluated data(Path checkpoint, DataToEvaluate data, Watch watch) {
            asked = checkpoint + " " + data.files() + " " + data.rows() + " " + data.context() + " " + data.size() + " "
                    + data.specialTokens();
            field = data.field();
            top = data.top();
            watch.warn("the model is small");
            return result;
        }

        @Override
        public SuiteResult suite(Path checkpoint, SuiteToEvaluate suite, Watch watch) {
            asked = checkpoint + " " + suite.name() + " " + suite.settings() + " " + suite.rows() + " " + suite.seed() + " "
                    + suite.specialTokens();
            watch.warn("a task is long");
            Estimate loss = new Estimate(1.25, 0.0625);
            return new SuiteResult("some", List.of(new TaskScore("one", 100, 5, new Estimate(0.42, 0.0496), loss, loss, Optional.empty(),
                    OptionalDouble.of(0.2), new TaskScore.Cost(2, 1e9))));
        }

        @Override
        public Evaluator ofAverage(String decay) {
            average = decay;
            return this;
        }

        @Override
        public Evaluated batch(Path checkpoint, BatchToEvaluate batch, Watch watch) {
            asked = checkpoint + " " + batch.file() + " " + batch.shiftLabels() + " " + batch.write();
            return new Evaluated(Family.VIT, 1.5, 32, 8, 32, 12, OptionalDouble.empty(), Optional.empty());
        }
    };
    private final Trial trial = new Trial().with("eval", () -> new EvalCommand(evaluator, new FakeCatalogue()));

    @Test
    void theEngineIsChosen() {
        trial.run("eval", "model", "--data", "a.txt").ends(0);
        assertThat(engine.kind()).isEmpty();
        assertThat(engine.placement()).isEqualTo(Placement.AUTO);
        trial.run("eval", "model", "--data", "a.txt", "--engine", "other", "--device", "cuda:1", "--precision", "bf16").ends(0);
        assertThat(engine.kind()).contains("other");
        assertThat(engine.placement()).hasToString("cuda:1, bf16");
        assertThat(engine.places()).containsEntry("device", "--device");
    }

    @Test
    void evaluatesText() {
        Result printed = trial.run("eval", "model", "--data", "a.txt", "b.txt.gz", "--rows", "4", "--tokens", "10k", "--context", "64",
                "--no-special-tokens").ends(0);
        assertThat(asked).isEqualTo("model [a.txt, b.txt.gz] 4 Optional[64] Optional[10000] Optional[false]");
        assertThat(printed.lines()).containsExactly("loss 1.5000  perplexity 4.48  labels 2048  tokens 2048  time 0.3s");
        assertThat(printed.err()).isEqualTo("warning: the model is small" + System.lineSeparator());
    }

    @Test
    void takesEverythingEightAtATimeUnlessTold() {
        result = new Evaluated(result.family(), result.loss(), result.scored(), result.correct(), result.tokens(), result.seconds(),
                OptionalDouble.of(0.75), Optional.empty());
        assertThat(trial.run("eval", "--data", "a.txt", "--json", "model").out()).contains("\"bits_per_byte\": 0.75");
        assertThat(asked).isEqualTo("model [a.txt] 8 Optional.empty Optional.empty Optional.empty");
        assertThat(trial.run("eval", "--data", "a.txt", "--special-tokens", "model").out()).contains("perplexity 4.48  bits/byte 0.7500 "
                + " labels");
        assertThat(asked).endsWith("Optional[true]");
    }

    @Test
    void scoresOnASuite() {
        Result printed = trial.run("eval", "model", "--suite", "some", "--set", "shots=2", "--set", "examples=9", "--seed", "7").ends(0);
        assertThat(asked).isEqualTo("model some [shots=2, examples=9] 8 OptionalLong[7] Optional.empty");
        assertThat(printed.lines()).containsExactly("task  examples  shots  exact match  chance             loss",
                "one        100      5  42.0% ± 5.0   20.0%  1.2500 ± 0.0625",
                "mean                   42.0% ± 5.0   20.0%  1.2500 ± 0.0625");
        assertThat(printed.err()).isEqualTo("warning: a task is long" + System.lineSeparator());
        assertThat(trial.run("eval", "model", "--suite", "some", "--average", "0.998", "--json").out().replaceAll("\\s+", ""))
                .isEqualTo("{\"suite\":\"some\",\"exact_match\":0.42,\"exact_match_stderr\":0.0496,\"loss\":1.25,\"loss_stderr\":0.0625,"
                        + "\"chance\":0.2,\"took_seconds\":2.0,\"took_flops\":1.0E9,"
                        + "\"tasks\":[{\"task\":\"one\",\"examples\":100,\"shots\":5,"
                        + "\"exact_match\":0.42,\"exact_match_stderr\":0.0496,\"loss\":1.25,\"loss_stderr\":0.0625,\"answer_loss\":1.25,"
                        + "\"answer_loss_stderr\":0.0625,\"chance\":0.2,\"took_seconds\":2.0,\"took_flops\":1.0E9}]}");
        assertThat(average).isEqualTo("0.998");
    }

    @Test
    void optionsOfOtherSourcesAreRefusedWithASuite() {
        assertThat(trial.run("eval", "model", "--suite", "some", "--tokens", "10k").ends(2).err())
                .startsWith("growth: --tokens needs --data: a suite has its own texts");
        assertThat(trial.run("eval", "model", "--data", "a.txt", "--set", "shots=1").ends(2).err())
                .startsWith("growth: --set needs --suite");
        assertThat(trial.run("eval", "model", "--suite", "some", "--write", "x").ends(2).err())
                .startsWith("growth: --write needs --batch");
    }

    @Test
    void takesAFieldOfRecords() {
        assertThat(trial.run("eval", "model", "--data", "a.jsonl", "--field", "body").status()).isZero();
        assertThat(field).contains("body");
        assertThat(trial.run("eval", "model", "--data", "a.jsonl").status()).isZero();
        assertThat(field).isEmpty();
    }

    @Test
    void aMistypedOptionBehindFilesIsNoFile() {
        Result wrong = trial.run("eval", "model", "--data", "a.txt", "--jsn").ends(2);
        assertThat(wrong.err()).isEqualTo("growth: unknown option '--jsn' of eval; did you mean '--json'?" + System.lineSeparator());
        assertThat(trial.run("eval", "model", "--data", "--rws", "4").err()).contains("'--rws'", "'--rows'");
        assertThat(asked).isEmpty();
    }

    @Test
    void evaluatesOneBatchAndWritesGradients() {
        Result printed = trial.in(Path.of("/w")).run("eval", "model", "--batch", "b.safetensors", "--write", "out.safetensors",
                "--shift-labels");

        assertThat(asked).isEqualTo("/w/model /w/b.safetensors true Optional[/w/out.safetensors]");
        assertThat(printed.out()).contains("loss 1.5000  accuracy 25.00%  labels 32  images 32  time").contains("wrote out.safetensors");
    }

    @Test
    void showsWhatLabelsAreTakenFor() {
        Classes classes = new Classes(5 / 12.0, new Classes.Top(5, Double.NaN), new Classes.Averages(0.4222, 0.3333, 0.3434),
                List.of("ant", "bee", "cow"), List.of(List.of(3L, 1L, 0L), List.of(2L, 2L, 4L), List.of(0L, 0L, 0L)));
        result = new Evaluated(Family.VIT, 1.5, 12, 5, 12, 0.25, OptionalDouble.empty(), Optional.of(classes));
        assertThat(trial.run("eval", "model", "--data", "images").lines()).containsExactly(
                "loss 1.5000  accuracy 41.67%  F1 34.34%  labels 12  images 12  time 0.3s",
                "label           images  precision  recall      F1  taken for",
                "ant                  4     60.00%  75.00%  66.67%  bee 1",
                "bee                  8     66.67%  25.00%  36.36%  cow 4, ant 2",
                "cow                  0      0.00%     n/a   0.00%",
                "mean of labels      12     42.22%  33.33%  34.34%");
        assertThat(trial.run("eval", "model", "--data", "images", "--top", "3").status()).isZero();
        assertThat(top).hasValue(3);
        assertThat(trial.run("eval", "model", "--data", "images", "--top", "1").err()).contains("--top must be at least 2");
        assertThat(trial.run("eval", "model", "--batch", "b.safetensors", "--top", "3").err()).contains("--top needs --data");
        assertThat(trial.run("eval", "model", "--data", "images", "--json").out()).contains("\"label\": \"bee\"", "\"accuracy\": null",
                "\"top5\": null", "\"precision\": 0.4222", "\"recall\": 0.3333", "\"f1\": 0.3434", "\"f1\": 0.6666666666666666")
                .containsPattern("\"confusion\": \\[\\s*\\[\\s*3,\\s*1,\\s*0");
    }

    @Test
    void evaluatesAMovingAverage() {
        assertThat(trial.run("eval", "model", "--data", "a.txt", "--average", "0.998").status()).isZero();
        assertThat(average).isEqualTo("0.998");
        assertThat(asked).startsWith("model [a.txt]");
    }

    @Test
    void endsAtOnceWhenStopped() {
        Evaluator busy = new Evaluator() {
        @Override
        public Evaluator on(EngineChoice engine) {
            return this;
        }

            @Override
            public Evaluated data(Path checkpoint, DataToEvaluate data, Watch watch) {
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return result;
            }

            @Override
            public Evaluated batch(Path checkpoint, BatchToEvaluate batch, Watch watch) {
                return data(checkpoint, null, watch);
            }

            @Override
            public SuiteResult suite(Path checkpoint, SuiteToEvaluate suite, Watch watch) {
                throw new AssertionError("not asked for");
            }

            @Override
            public Evaluator ofAverage(String decay) {
                return this;
            }
        };
        Trial stopped = new Trial().with("eval", () -> new EvalCommand(busy, new FakeCatalogue())).stop(() -> true);
        long begin = System.nanoTime();
        assertThat(stopped.run("eval", "model", "--data", "a.txt").status()).isEqualTo(130);
        assertThat(stopped.run("eval", "model", "--batch", "b").status()).isEqualTo(130);
        assertThat((System.nanoTime() - begin) / 1e9).isLessThan(2);
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
    void helpShowsAllWays() {
        assertThat(trial.run("eval", "--help").out()).startsWith("""
                Usage: growth eval DIR --data FILE... [--context=N] [--tokens=N] [--field=NAME] [--rows=N] [--json]
                       growth eval DIR --batch FILE.safetensors [--shift-labels] [--write=OUT.safetensors] [--json]
                       growth eval DIR --suite SUITE [--set OPTION=VALUE]... [--seed=N] [--rows=N] [--json]
                measures loss and perplexity (or accuracy) of a checkpoint on text, images or a batch, or its score
                at tasks
                """);
    }

    @Test
    void refusesWhatDoesNotFitTogether() {
        assertRefused("eval needs --data FILE or --batch FILE.safetensors or --suite SUITE; see 'growth help eval'", "eval", "model");
        assertRefused("--write needs --batch; see 'growth help eval'", "eval", "model", "--data", "a.txt", "--write", "o");
        assertRefused("--shift-labels needs --batch; see 'growth help eval'", "eval", "model", "--data", "a.txt", "--shift-labels");
        assertRefused("--context needs --data: a batch is taken as it is; see 'growth help eval'", "eval", "model", "--batch", "b",
                "--context", "8");
        assertRefused("--rows must be from 1 to 65536, not 0; see 'growth help eval'", "eval", "model", "--data", "a.txt", "--rows", "0");
        assertRefused("--batches was removed, because its result depended on --rows; use --tokens, e.g. --tokens 20k; see 'growth "
                + "help eval'",
                "eval",
                "model", "--data", "a.txt", "--batches", "2");
        assertThat(trial.run("eval", "model", "--data", "a", "--batch", "b").err()).contains("--data", "--batch", "mutually exclusive")
                .hasLineCount(1);
        assertThat(trial.run("eval", "model").err()).contains("--data", "--batch").hasLineCount(1);
        assertThat(asked).isEmpty();
    }

    private void assertRefused(String message, String... words) {
        assertThat(trial.run(words)).isEqualTo(new Result(2, "", "growth: " + message + System.lineSeparator()));
    }
}
