package growth.study.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.engine.Device;
import growth.runtime.plan.PlannerComponent;
import growth.runtime.plugins.Catalogue;
import growth.runtime.run.RunFile;
import growth.runtime.run.RunFilesComponent;
import growth.runtime.train.RunStartsComponent;
import growth.study.fake.InstalledPlugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudyFileTest {
    private static final String BASE = """
            model: {family: llama, layers: 4, hidden: 16, heads: 2, intermediate: 24, context: 16}
            data: {kind: synthetic, size: 20000, tokenizer: {kind: bytes}}
            training: {duration: 400ba, batch: 4, optimizer: {lr: 1e-2}}
            growth: {schedule: {kind: one-hop, from: {layers: 2}, at: 10%}, operator: stack}
            """;
    private static final String STUDY = """
            base: run.yaml
            baseline: scratch
            variants:
              stack: {}
              late: {growth: {schedule: {at: 50%}}}
            """;
    @TempDir
    private Path folder;
    private Studies studies;

    @BeforeEach
    void install() throws IOException {
        Catalogue catalogue = new InstalledPlugins().catalogue();
        studies = new StudiesComponent(new RunFilesComponent(catalogue), new PlannerComponent(catalogue),
                new RunStartsComponent(catalogue));
        Files.writeString(folder.resolve("run.yaml"), BASE);
    }

    private Study read(String text, String... overrides) {
        try {
            return studies.read(Files.writeString(folder.resolve("study.yaml"), text), List.of(overrides));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private StudyPlan plan(String text, String... overrides) {
        return studies.plan(read(text, overrides), folder.resolve(".cache"), line -> { });
    }

    private String refused(Kind kind, Runnable action) {
        GrowthException refusal = catchThrowableOfType(GrowthException.class, action::run);
        assertThat(refusal).isNotNull();
        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.getMessage()).doesNotContain("\n");
        return refusal.getMessage().replace(folder + "/", "");
    }

    private static RunFile run(StudyPlan plan, String name) {
        return plan.runs().stream().filter(one -> one.cell().name().equals(name)).findFirst().orElseThrow().run();
    }

    @Test
    void runsAreSpreadOverDevicesThatAreThere() {
        StudyPlan plan = plan(STUDY + "seeds: 1\nparallel: {workers: 1, devices: [cpu, cpu]}\n");
        assertThat(plan.study().parallel()).isEqualTo(new Parallel(2, 1, List.of("cpu", "cpu")));
        assertThat(plan.runs()).allSatisfy(one -> assertThat(one.run().engine().placement().device()).isEqualTo(Device.CPU));
        assertThat(refused(Kind.CONFIGURATION, () -> plan(STUDY + "seeds: 1\nparallel: {devices: [cpu, 'cuda:1']}\n")))
                .contains("study.yaml:7: baseline scratch: engine.device: this engine computes on the cpu alone, not on cuda:1");
    }

    @Test
    void armsAreTheBaseWithWhatTheyChange() {
        StudyPlan plan = plan(STUDY + "seeds: [7, 8]\nparallel: {runs: 2, workers: 1}\n");
        assertThat(plan.study().name()).isEqualTo("study");
        assertThat(plan.study().arms()).extracting(Arm::name).containsExactly("scratch", "stack", "late");
        assertThat(plan.study().arms()).extracting(Arm::role)
                .containsExactly(Arm.Role.BASELINE, Arm.Role.VARIANT, Arm.Role.VARIANT);
        assertThat(plan.runs()).extracting(one -> one.folder().toString()).containsExactly("runs/scratch/seed-7", "runs/scratch/seed-8",
                "runs/stack/seed-7", "runs/stack/seed-8", "runs/late/seed-7", "runs/late/seed-8");
        assertThat(run(plan, "scratch-seed-7").growth()).isEmpty();
        RunFile late = run(plan, "late-seed-8");
        assertThat(late.seed()).isEqualTo(8);
        assertThat(late.growth().orElseThrow().operator().name()).isEqualTo("stack");
        assertThat(late.growth().orElseThrow().schedule().options().get("at").orElseThrow()).hasToString("50%");
        assertThat(late.growth().orElseThrow().schedule().options().get("from").orElseThrow().toString()).contains("layers=2");
        assertThat(late.training().computation().workers()).isEqualTo(1);
        assertThat(late.evaluate().every().orElseThrow()).hasToString("5%");
        assertThat(late.base()).isEqualTo(folder);
    }

    /**
     * The baseline's own run is 400 steps of 4 · 16 tokens. A second derivation of its FLOPs, in Python:
     * {@code N = 4*(4*16*16 + 3*16*24) + 259*16; 400*64*(6*N + 6*4*16*2*8)}, where 8 = 16/2 is the mean length of causal attention.
     */
    @Test
    void theBudgetIsWhatTheBaselineCosts() {
        StudyPlan plan = plan(STUDY + "seeds: 1");
        double flops = plan.study().budget().orElseThrow().amount().value();
        assertThat(plan.runs()).allSatisfy(one -> assertThat(one.run().training().duration().value()).isEqualTo(flops));
        assertThat(plan.trials()).allSatisfy(one -> assertThat(one.plan().totalFlops()).isCloseTo(flops, within(1e-6)));
        double matrices = 4 * (4 * 16 * 16 + 3 * 16 * 24) + 256 * 16;
        assertThat(flops).isBetween(400 * 64 * 6 * matrices, 400 * 64 * 6 * matrices * 1.25);
        assertThat(plan.trials().get(0).steps()).isCloseTo(400, within(1e-6));
        // The small model is cheaper, so that as many FLOPs are more steps; growing late makes most.
        assertThat(plan.trials().get(1).steps()).isBetween(400.0, 600.0);
        assertThat(plan.trials().get(2).steps()).isGreaterThan(plan.trials().get(1).steps());
        // A tenth of the compute is the small model's, in the arm that grows first; the other begins with it.
        assertThat(plan.trials().get(1).shared()).isZero();
        assertThat(plan.trials().get(2).shared() / flops).isCloseTo(0.1, within(0.01));
        assertThat(plan.totals().flops()).isCloseTo(3 * flops, within(1e-6));
    }

    private static org.assertj.core.data.Percentage within(double share) {
        return org.assertj.core.data.Percentage.withPercentage(share * 100);
    }

    @Test
    void everyArmIsTriedWithTheWholeGrid() {
        StudyPlan plan = plan(STUDY + "seeds: 2\nbudget: 20Mflop\n"
                + "tuning: {training.optimizer.lr: [1e-3, 3e-3], training.batch: [4, 8]}\n");
        assertThat(plan.runs()).hasSize(3 * 4 * 2);
        assertThat(plan.study().trials()).extracting(Trial::name)
                .containsExactly("lr-1e-3-batch-4", "lr-1e-3-batch-8", "lr-3e-3-batch-4", "lr-3e-3-batch-8");
        RunFile run = run(plan, "late-lr-3e-3-batch-8-seed-2");
        assertThat(run.training().optimizer().lr()).isEqualTo(3e-3);
        assertThat(run.training().batch()).isEqualTo(8);
        assertThat(run.training().duration()).hasToString("20Mflop");
        assertThat(plan.trials(plan.study().baseline())).extracting(StudyPlan.TrialPlan::steps)
                .satisfies(steps -> assertThat(steps.get(0)).isCloseTo(2 * steps.get(1), within(1e-6)));
    }

    @Test
    void sweepsMakeArmsAndKnowWhichIsTheVariant() {
        Study study = read(STUDY + "vary: {stack: {growth.schedule.at: [2.5%, 10.0%, 40%], training.batch: [4, 8]}}\n");
        assertThat(study.arms()).extracting(Arm::name).containsExactly("scratch", "stack", "stack-at-2.5pct-batch-4",
                "stack-at-2.5pct-batch-8", "stack-at-10.0pct-batch-8", "stack-at-40pct-batch-4", "stack-at-40pct-batch-8", "late");
        assertThat(study.arms().get(1).varied().orElseThrow().settings())
                .isEqualTo(Map.of("growth.schedule.at", "10%", "training.batch", "4"));
        assertThat(study.arms().get(4).varied().orElseThrow())
                .isEqualTo(new Arm.Varied("stack", Map.of("growth.schedule.at", "10.0%", "training.batch", "8")));
        assertThat(study.arm("late").orElseThrow().varied()).isEmpty();
        Study only = read("base: run.yaml\nbaseline: scratch\nvariants: {stack: {}}\nvary: {growth.operator.kind: [stack, random]}\n");
        assertThat(only.arms()).extracting(Arm::name).containsExactly("scratch", "stack", "stack-operator-random");
    }

    @Test
    void referencesAreTheBaselineInOtherSizes() {
        StudyPlan plan = plan(STUDY + "seeds: 1\nreferences: {sizes: [{layers: 2}, {layers: 3, hidden: 32}], small: true}\n");
        List<Arm> references = plan.study().arms(Arm.Role.REFERENCE);
        assertThat(references).extracting(Arm::name).containsExactly("size-2L", "size-3L-32H");
        assertThat(references.get(0).reference().orElseThrow()).isEqualTo(new Arm.Reference(Map.of("layers", 2), true, true));
        assertThat(references.get(1).reference().orElseThrow().small()).isFalse();
        RunFile wide = run(plan, "size-3L-32H-seed-1");
        assertThat(wide.growth()).isEmpty();
        // As ShapeChange does, heads follow the hidden size.
        assertThat(wide.model().shape(256, 0).toString()).startsWith("llama 3L 32H 4h/4kv×8 f24");
        assertThat(plan.resolved()).contains("small:\n    - layers: 2\n");
        StudyPlan small = plan(STUDY + "seeds: 1\nreferences: {small: true}\n");
        assertThat(small.study().arms(Arm.Role.REFERENCE)).singleElement()
                .satisfies(arm -> assertThat(arm.reference().orElseThrow().envelope()).isFalse());
    }

    @Test
    void theBaselineCanGrowToo() {
        Study study = read("base: run.yaml\nbaseline: late\nvariants: {stack: {}, late: {growth: {schedule: {at: 50%}}}}\n");
        assertThat(study.baseline().name()).isEqualTo("late");
        assertThat(study.baseline().role()).isEqualTo(Arm.Role.BASELINE);
        assertThat(study.arms()).hasSize(2);
        Study set = read("base: run.yaml\nbaseline: {name: muon, set: {training: {optimizer: muon}}}\nvariants: {stack: {}}\n");
        assertThat(set.baseline().run().entries()).doesNotContainKey("growth");
        assertThat(StudyText.at(set.baseline().run(), "training.optimizer.kind")).isPresent();
        Study grows = read("base: run.yaml\nbaseline: {name: x, set: {growth: {operator: random}}}\nvariants: {stack: {}}\n");
        assertThat(grows.baseline().run().entries()).containsKey("growth");
    }

    @Test
    void theResolvedStudyIsTheSameStudyElsewhere() throws IOException {
        Files.createDirectories(folder.resolve("texts"));
        Files.createDirectories(folder.resolve("studies"));
        Files.writeString(folder.resolve("texts/train.txt"), "a story of a cat and a dog. ".repeat(2000));
        Files.writeString(folder.resolve("texts/valid.txt"), "a story of a dog and a cat. ".repeat(500));
        Files.writeString(folder.resolve("studies/other.txt"), "another story of a dog and a cat. ".repeat(500));
        Files.writeString(folder.resolve("run.yaml"), BASE.replace("{kind: synthetic, size: 20000, tokenizer: {kind: bytes}}",
                "{kind: text, train: [texts/train.txt], valid: [texts/valid.txt], tokenizer: {kind: bytes}}"));
        Path file = Files.writeString(folder.resolve("studies/words.yaml"), STUDY.replace("run.yaml", "../run.yaml") + """
                set: {training: {batch: 2}}
                seeds: 2
                targets: [2.5, 50%, 100%]
                tuning: {training.optimizer.lr: [1e-3, 3e-3]}
                vary: {late: {growth.schedule.at: [20%, 50%]}}
                references: {small: true}
                validation: {every: 20%, tokens: 1k, valid: [other.txt], sets: {again: other.txt}}
                """);
        StudyPlan plan = studies.plan(studies.read(file, List.of()), folder.resolve(".cache"), line -> { });
        assertThat(run(plan, "late-lr-1e-3-seed-2").training().batch()).isEqualTo(2);
        assertThat(plan.runs().get(0).run().data().options().get("train").orElseThrow()).isEqualTo(List.of("texts/train.txt"));
        assertThat(plan.runs().get(0).run().data().options().get("valid").orElseThrow())
                .isEqualTo(List.of(folder.resolve("studies/other.txt").toString()));
        assertThat(plan.runs().get(0).run().evaluate().sets().orElseThrow())
                .isEqualTo(Map.of("again", List.of(folder.resolve("studies/other.txt").toString())));

        Path moved = Files.createDirectories(folder.resolve("far/away")).resolve("study.yaml");
        Files.writeString(moved, plan.resolved());
        StudyPlan again = studies.plan(studies.read(moved, List.of()), folder.resolve(".cache"), line -> { });
        assertThat(again.resolved()).isEqualTo(plan.resolved());
        assertThat(again.runs()).extracting(one -> one.cell().folder()).isEqualTo(plan.runs().stream().map(o
                -> o.cell().folder()).toList());
        assertThat(again.runs()).extracting(one -> resolved(one.run())).isEqualTo(plan.runs().stream().map(o
                -> resolved(o.run())).toList());
        assertThat(again.study().targets()).extracting(Target::toString).containsExactly("2.5", "50%", "100%");
        assertThat(again.study().budget()).isEqualTo(plan.study().budget());
        // It can be read where neither data nor plug-ins are.
        Files.delete(folder.resolve("texts/train.txt"));
        assertThat(studies.read(moved, List.of()).cells()).hasSameSizeAs(plan.runs());
    }

    /** The folder that paths start from has changed, and what they lead to has not. */
    private String resolved(RunFile run) {
        return run.resolved().replaceAll("(?m)^base: .*\n", "").replace(folder + "/texts", "texts");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "baseline: scratch | x: 1 | study.yaml:1: the study has no baseline; name what the others are compared with, e.g. baseline:"
                + " scratch,"
            + " which is the base run without growth",
        "base: run.yaml | bas: run.yaml | study.yaml:1: unknown key 'bas'; did you mean 'base'?",
        "base: run.yaml | base: other.yaml | study.yaml:1: other.yaml: no such file",
        "stack: {} | stack: | study.yaml:4: variant stack is empty; write what it changes in the base run, or {} for the base run itself",
        "stack: {} | st/ack: {} | study.yaml:4: the name 'st/ack' of a variant names a folder: use letters, digits, '.', '_' and '-', "
            + "beginning with a letter or digit",
        "stack: {} | stack: {seed: 2} | study.yaml:4: variant stack sets seed; all arms have the same seeds; write 'seeds'",
        "stack: {} | stack: {training: {duration: 3ba}} | study.yaml:4: variant stack sets training.duration; all arms train equally long; "
            + "write 'budget'",
        "stack: {} | stack: {evaluate: {every: 3ba}} | study.yaml:4: variant stack sets evaluate.every; all arms are evaluated alike;"
                + " write "
            + "'validation.every', or 'varies: [evaluation]' if this is what the study varies",
        "baseline: scratch | baseline: {set: {}} | study.yaml:2: baseline needs 'name'; write for instance baseline: {name: scratch, "
            + "set: {training: {optimizer: muon}}}",
        "baseline: scratch | baseline: {name: stack} | study.yaml:4: there are two arms 'stack', the first at study.yaml:2; name each arm "
            + "once"})
    void whatIsWrongWithTheArmsIsSaidWithItsLine(String right, String wrong, String message) {
        assertThat(refused(Kind.CONFIGURATION, () -> read(STUDY.replace(right, wrong)))).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "seeds: [1, 2, 1] | study.yaml:6: the seed 1 is given twice: it would be the same run; give each seed once",
        "seeds: [] | study.yaml:6: seeds is empty; write for instance seeds: [1, 2, 3], or seeds: 3",
        "seeds: 0 | study.yaml:6: seeds: 0 is no number of seeds; write how many, e.g. seeds: 3, or their list, e.g. seeds: [0]",
        "seeds: few | study.yaml:6: a seed must be a whole number, not 'few'",
        "tuning: {} | study.yaml:6: tuning is empty; name a setting and its values, e.g. training.optimizer.lr: [1e-3, 3e-3], or"
                + " leave it out",
        "tuning: {training.batch: []} | study.yaml:6: tuning.training.batch has no value; a grid needs two or more, and what is the"
                + " same for "
            + "all arms belongs into 'set'",
        "tuning: {training.batch: [4]} | study.yaml:6: tuning.training.batch has a single value; a grid needs two or more, and what is the "
            + "same for all arms belongs into 'set'",
        "tuning: {training.optimizer.lr: [1e-3, 0.001]} | study.yaml:6: tuning.training.optimizer.lr has 0.001 twice; give each value once",
        "tuning: {growth.optimizer-state: [reset, carry]} | study.yaml:6: tuning is the same for every arm, and baseline scratch does"
                + " not grow; use "
            + "'vary' for growth.optimizer-state",
        "tuning: {seed: [1, 2]} | study.yaml:6: tuning sets seed; all arms have the same seeds; write 'seeds'",
        "vary: {stak: {training.batch: [4, 8]}} | study.yaml:6: there is no variant 'stak' to vary; did you mean 'stack'?",
        "vary: {training.batch: [4, 8]} | study.yaml:6: vary does not say which of 2 variants; write for instance vary: {stack: "
            + "{growth.schedule.at: [5%, 10%, 20%]}}",
        "targets: [0%] | study.yaml:6: the target 0% is never reached; a share is above 0%",
        "targets: [110%] | study.yaml:6: the target 110% is beyond the baseline's end; a share is at most 100%",
        "targets: [-1] | study.yaml:6: the target -1 is never reached; a loss is above 0",
        "targets: [low] | study.yaml:6: 'low' is not a target; write a loss, e.g. 2.1, or a share of the baseline's compute, e.g. 80%",
        "targets: [2, 2.0] | study.yaml:6: the target 2 is given twice; give each once",
        "targets: [] | study.yaml:6: there are no targets; write for instance targets: [100%], where the baseline ends",
        "budget: 100ba | study.yaml:6: '100ba' is not what a run may cost; write it in flop, tok or sec, e.g. 1.5Tflop, or leave it"
                + " out: the "
            + "training FLOPs of the baseline",
        "varies: [dat] | study.yaml:6: varies cannot be 'dat'; did you mean 'data'?",
        "validation: {every: 0%} | study.yaml:6: every: an interval must be longer than zero",
        "validation: {evry: 5%} | study.yaml:6: unknown key 'evry' in validation; did you mean 'every'?",
        "references: {size: []} | study.yaml:6: unknown key 'size' in references; did you mean 'sizes'?",
        "references: {sizes: [{layers: 4}]} | study.yaml:6: the size 4L is the baseline's own, which is trained anyway; leave it out",
        "references: {sizes: [{layers: 2}, {layers: 2}]} | study.yaml:6: the size 2L is given twice, first at study.yaml:6",
        "references: {sizes: [{context: 8}]} | study.yaml:6: the size context would change the data; a reference can differ in layers, "
            + "hidden, heads, kv-heads, head-size, intermediate",
        "set: {evaluate: {patience: 3}} | study.yaml:6: baseline scratch has evaluate.patience, but the runs of a study all end at its "
            + "budget; leave it out, or take it out with set: {evaluate: {patience: null}}",
        "set: {seed: 3} | study.yaml:6: set has no 'seed': runs are named by their arms, their seeds are 'seeds', and their paths"
                + " start from "
            + "the study's folder",
        "parallel: {runs: 3, devices: [cpu, cpu]} | study.yaml:6: runs: 3 runs cannot be spread over 2 devices, one on each; leave runs"
            + " out, or name as many devices",
        "parallel: {devices: [gpu]} | study.yaml:6: devices: 'gpu' is not a device; write auto, cpu, cuda or, for the second GPU, cuda:1",
        "parallel: {runs: 0} | study.yaml:6: parallel.runs must be at least 1 and at most 1024, not 0"})
    void whatIsWrongWithTheStudyIsSaidWithItsLine(String line, String message) {
        assertThat(refused(Kind.CONFIGURATION, () -> read(STUDY + line + "\n"))).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "more: {growth: {schedule: {at: 10%}}} | study.yaml:6: variant more is the same run as variant stack (study.yaml:4); change one of "
            + "them or leave it out",
        "more: {growth: {oprator: stack}} | study.yaml:6: variant more: unknown key 'oprator' in growth; did you mean 'operator'?",
        "more: {growth: {schedule: {at: 0}}} | study.yaml:6: variant more: growth.schedule.at: ",
        "more: {training: {batch: 0}} | study.yaml:6: variant more: training.batch must be at least 1, not 0",
        "more: {grwth: null} | study.yaml:6: variant more: unknown key 'grwth'; did you mean 'growth'?",
        "more: {data: {tokenizer: {kind: bpe, vocabulary: 300}}} | study.yaml:6: variant more differs from the baseline in its tokenizer "
            + "(data.tokenizer), so that their losses cannot be compared; write 'varies: [tokenizer]' if this is what the study varies",
        "more: {data: {size: 10000}} | study.yaml:6: variant more differs from the baseline in its data (data), so that their losses"
                + " cannot "
            + "be compared; write 'varies: [data]' if this is what the study varies",
        "more: {model: {context: 8}} | study.yaml:6: variant more differs from the baseline in its evaluation (model.context), so"
                + " that their "
            + "losses cannot be compared; write 'varies: [evaluation]' if this is what the study varies",
        "more: {growth: {schedule: {from: {layers: 9}}}} | study.yaml:6: variant more: "})
    void everyArmIsCheckedAsARunBeforeTheFirst(String variant, String message) {
        assertThat(refused(Kind.CONFIGURATION, () -> plan(STUDY + "  " + variant + "\nseeds: 1\n"))).startsWith(message);
    }

    @Test
    void aMissingOperatorIsMissedBeforeTheFirstRun() {
        assertThat(refused(Kind.MISSING_PLUGIN, () -> plan(STUDY + "  more: {growth: {operator: stak}}\n")))
                .isEqualTo("study.yaml:6: variant more: stak is not installed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "targets: [9.5] | study.yaml:7: the target 9.5 is reached before the first step: guessing has a loss of ln 256 = 5.55; write "
            + "lower losses, or shares such as 100%",
        "validation: {every: 100%} | study.yaml:7: an evaluation every 100% comes once, at the end of ",
        "validation: {every: 1Mtok} | study.yaml:7: an evaluation every 1Mtok comes once, at the end of ",
        "tuning: {training.optimiser.lr: [1, 2]} | study.yaml:7: baseline scratch: unknown key 'optimiser' in training; did you mean "
            + "'optimizer'?",
        "set: {training: {duration: 90sec}} | study.yaml:7: the training FLOPs of the baseline are not known before it has run, because it "
            + "trains for 90sec; write 'budget' in the study, e.g. budget: 1.5Tflop or budget: 90sec",
        "set: {training: {learning-rate: {warmup: 10ba}}} | study.yaml: baseline scratch: learning-rate warm-up 10ba cannot be "
            + "compared with a duration in flop; write a share such as 2%, or use the unit flop"})
    void whatOnlyAPlanShowsIsSaidBeforeTheFirstRun(String line, String message) {
        assertThat(refused(Kind.CONFIGURATION, () -> plan(STUDY + "seeds: 1\n" + line + "\n"))).startsWith(message);
    }

    @Test
    void whatTheStudyVariesMayDiffer() {
        StudyPlan plan = plan(STUDY + """
                  bpe: {data: {tokenizer: {kind: bpe, vocabulary: 300}}, evaluate: {every: 50%}, training: {workers: 2}}
                varies: [tokenizer, evaluation, hardware]
                seeds: 1
                """);
        assertThat(run(plan, "bpe-seed-1").evaluate().every().orElseThrow()).hasToString("50%");
        assertThat(run(plan, "bpe-seed-1").training().computation().workers()).isEqualTo(2);
        assertThat(run(plan, "stack-seed-1").evaluate().every().orElseThrow()).hasToString("5%");
    }

    @Test
    void warningsNameTheArms() {
        StudyPlan plan = plan(STUDY + "seeds: 1\nbudget: 5Mflop\nparallel: {runs: 64, workers: 64}\n");
        assertThat(plan.warnings()).anyMatch(line -> line.contains("study.yaml:6: one seed gives no interval"))
                .anyMatch(line -> line.contains("steps hardly train a model") && line.contains("late, scratch, stack"))
                .anyMatch(line -> line.contains("study.yaml:8: 64 runs of 64 workers take turns on"));
    }

    @Test
    void overridesReachTheStudy() {
        assertThat(read(STUDY, "seeds=[5]", "variants.late=null").cells()).extracting(Cell::name)
                .containsExactly("scratch-seed-5", "stack-seed-5");
    }
}
