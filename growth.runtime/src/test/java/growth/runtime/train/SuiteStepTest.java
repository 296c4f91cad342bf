package growth.runtime.train;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException.Kind;
import growth.api.suite.TaskScore;
import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.CheckpointSaved;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.api.training.TrainingEvent.SuiteScored;
import growth.runtime.disk.Evaluator;
import growth.runtime.disk.Evaluator.SuiteToEvaluate;
import growth.runtime.disk.EvaluatorComponent;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.fake.ToySuite;
import growth.runtime.metrics.MetricsRecord;
import growth.runtime.metrics.RunMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteStepTest {
    private static final String EVALUATED = Workshop.GROWN.replace("{tokens: 64}", "{tokens: 64, every: 6ba}");
    private static final String SCORED = Workshop.GROWN.replace("{tokens: 64}", "{tokens: 64, every: 6ba, suites: [toys]}");
    @TempDir
    private Path home;

    private FakeCatalogue catalogue() {
        return Workshop.installed(new RecordingEngine()).with(new ToySuite("toys"));
    }

    private Workshop trained(String folder, String yaml, String... overrides) {
        Workshop workshop = new Workshop(home, catalogue());
        workshop.train(folder, yaml, overrides);
        return workshop;
    }

    private static List<Long> steps(Workshop workshop) {
        return workshop.events(SuiteScored.class).stream().map(e -> e.progress().step()).toList();
    }

    /** What was scored, without the time it took. */
    private List<String> scores(String folder) {
        return RunMetrics.read(new Workshop(home).folder(folder).metrics()).suites().stream()
                .map(line -> line.at().step() + " " + line.at().stage() + " " + line.suite() + " " + line.task() + " " + line.scores())
                .toList();
    }

    @Test
    void suitesAreScoredWithEachEvaluationAndChangeNothing() {
        Workshop plain = trained("plain", EVALUATED);
        Workshop scored = trained("scored", SCORED);
        assertThat(steps(scored)).containsExactly(6L, 12L, 18L, 20L);
        assertThat(steps(plain)).isEmpty();
        assertThat(scored.losses()).isEqualTo(plain.losses());
        assertThat(scored.events(EvaluationCompleted.class)).extracting(EvaluationCompleted::loss)
                .isEqualTo(plain.events(EvaluationCompleted.class).stream().map(EvaluationCompleted::loss).toList());
        // no FLOPs of scoring are training's
        assertThat(scored.events(SuiteScored.class)).extracting(e -> e.progress().flops())
                .isEqualTo(plain.events(EvaluationCompleted.class).stream().map(e -> e.progress().flops()).toList());
        TaskScore score = scored.events(SuiteScored.class).get(0).result().tasks().get(0);
        assertThat(score.examples()).isEqualTo(4);
        assertThat(score.cost().flops()).isPositive();
        // an evaluation comes first
        List<TrainingEvent> events = scored.events();
        int first = events.indexOf(scored.events(SuiteScored.class).get(0));
        assertThat(events.get(first - 1)).isInstanceOf(EvaluationCompleted.class);
        List<MetricsRecord.Suite> lines = RunMetrics.read(scored.folder("scored").metrics()).suites();
        assertThat(lines).hasSize(4).allSatisfy(line -> {
            assertThat(line.suite()).isEqualTo("toys");
            assertThat(line.scores()).containsKeys("exact_match", "exact_match_stderr", "loss", "loss_stderr", "chance", "examples");
            assertThat(line.took().seconds()).isPresent();
        });
    }

    @Test
    void anIntervalOfTheirOwn() {
        assertThat(steps(trained("own", SCORED, "evaluate.suites-every=7ba"))).containsExactly(7L, 14L, 20L);
        assertThat(steps(trained("end", SCORED, "evaluate.suites-every=20ba"))).containsExactly(20L);
        assertThat(steps(trained("rare", SCORED, "evaluate.every=null"))).containsExactly(20L);
    }

    @Test
    void aResumedRunHasTheSameScores() {
        trained("whole", SCORED);
        for (int stop : new int[] {6, 9, 12}) {
            Workshop parts = new Workshop(home, catalogue());
            String folder = "parts" + stop;
            parts.stopAfter(stop);
            parts.train(folder, SCORED);
            parts.resume(folder, SCORED);
            assertThat(scores(folder)).isEqualTo(scores("whole")).hasSize(4);
        }
    }

    @Test
    void theSeedDecidesTheExamplesAndNotTheRunsSeed() {
        List<String> first = losses(trained("one", SCORED));
        assertThat(losses(trained("two", SCORED, "evaluate.suites-seed=1"))).isEqualTo(first);
        assertThat(losses(trained("three", SCORED, "evaluate.suites-seed=2"))).isNotEqualTo(first);
    }

    /** What a run says of its model is what an evaluation of its checkpoint says, on the same examples. */
    @Test
    void anEvaluationOfTheCheckpointSaysTheSame() throws IOException {
        Workshop workshop = trained("run", SCORED, "evaluate.suites=[{kind: toys, examples: 6}]");
        List<SuiteScored> scored = workshop.events(SuiteScored.class);
        TaskScore atEnd = scored.get(scored.size() - 1).result().tasks().get(0);
        Path checkpoint = workshop.events(CheckpointSaved.class).get(0).folder();
        // the pattern's tokenizer is a toy that nothing reads
        Files.delete(checkpoint.resolve("tokenizer.json"));
        Evaluator evaluator = new EvaluatorComponent(catalogue());
        List<String> warnings = new ArrayList<>();
        Evaluator.Watch watch = new Evaluator.Watch() {
            @Override
            public void warn(String line) {
                warnings.add(line);
            }

            @Override
            public void progress(long done, long total, double loss) {
                assertThat(done).isLessThanOrEqualTo(total);
            }
        };
        SuiteToEvaluate six = new SuiteToEvaluate("toys", List.of("examples=6"), home, 4, OptionalLong.empty(), Optional.empty());
        TaskScore again = evaluator.suite(checkpoint, six, watch).tasks().get(0);
        assertThat(again.exactMatch()).isEqualTo(atEnd.exactMatch());
        // another number of workers may round differently
        assertThat(again.loss().mean()).isCloseTo(atEnd.loss().mean(), within(1e-6));
        assertThat(again.chance()).isEqualTo(atEnd.chance());
        assertThat(warnings).isEmpty();
        SuiteToEvaluate wrong = new SuiteToEvaluate("toys", List.of("lenght=6"), home, 4, OptionalLong.empty(), Optional.empty());
        assertRefused(Kind.CONFIGURATION, () -> evaluator.suite(checkpoint, wrong, watch))
                .isEqualTo("--set lenght: unknown key 'lenght' in toys; did you mean 'length'?");
    }

    private static List<String> losses(Workshop workshop) {
        return workshop.events(SuiteScored.class).stream().map(e -> e.result().loss().toString()).toList();
    }

    @Test
    void whatCannotBeAskedIsRefusedBeforeTheFirstStep() {
        Workshop workshop = new Workshop(home, catalogue());
        assertRefused(Kind.CONFIGURATION, () -> workshop.train("bert", SCORED.replace("llama", "bert"))).endsWith(
                "run.yaml:9: suites ask models that continue a text (llama, gpt2), and bert fills in masked tokens; leave them out");
        assertRefused(Kind.CONFIGURATION, () -> workshop.train("long", SCORED, "evaluate.suites=[{kind: toys, length: 8}]")).endsWith(
                "suite 'toys' has no task for this model; left out, because an example alone is longer than the model's context of 8"
                        + " tokens: next");
        assertThat(workshop.events()).isEmpty();
    }
}
