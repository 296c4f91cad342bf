package growth.runtime.run;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.TrainingTime;
import growth.api.data.DataRequest;
import growth.api.data.DataSource;
import growth.api.data.Dataset;
import growth.api.engine.EngineOptions.Recompute;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.Regularization;
import growth.api.model.Family;
import growth.api.model.RopeScaling;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.options.Card;
import growth.api.options.Option;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.fake.ToyData;
import growth.runtime.fake.ToyOperator;
import growth.runtime.fake.ToySchedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {
    private static final String FULL = """
            name: stack-toy
            seed: -7
            model: {family: llama, layers: 12, hidden: 256, heads: 4, kv-heads: 2, intermediate: 704, context: 64, tied: false, \
            start: old/one}
            data:
              kind: toy
              train: [corpus/train.txt.gz]
              tokenizer: {kind: bpe, vocabulary: 4096}
            training:
              duration: 8Mtok
              batch: 8
              optimizer: {kind: adamw, lr: 1e-3, betas: [0.9, 0.99], epsilon: 1e-8, weight-decay: 0.1, clip: 0}
              learning-rate: {kind: wsd, warmup: 100ba, floor: 0.05, decay: 25%}
              dropout: {attention: 0.1, hidden: 20%}
              stochastic-depth: 0.3
              averages: [0.9996, 0.998]
              recompute: block
            growth:
              schedule: {kind: hop, from: {layers: 3}, at: 10%, stages: [{at: 5ba}]}
              operator: {kind: stack, noise: 1}
              optimizer-state: carry
              learning-rate: rewarm
              trains: new
            evaluate: {every: 500ktok, tokens: 40k}
            checkpoint: {every: 1Mtok, keep: 3}
            """;
    private static final String SMALL = """
            model: {family: llama, layers: 2, hidden: 64, heads: 4, intermediate: 128, context: 32}
            data: {kind: toy}
            training: {duration: 10ba}
            """;
    @TempDir
    private Path folder;
    private final FakeCatalogue catalogue = FakeCatalogue.toys().with(new ToyOperator("identity"));
    private final RunFiles files = new RunFilesComponent(catalogue);

    private RunFile read(String text, String... overrides) {
        return catalogue.read(folder, text, overrides);
    }

    private void refused(String text, Kind kind, String message, String... overrides) {
        assertRefused(kind, () -> read(text, overrides)).satisfies(m -> assertThat(m.replace(folder + "/", "")).isEqualTo(message));
    }

    private void refused(String text, String message, String... overrides) {
        refused(text, Kind.CONFIGURATION, message, overrides);
    }

    @Test
    void everySectionBecomesValues() {
        RunFile run = read(FULL);
        assertThat(run.name()).isEqualTo("stack-toy");
        assertThat(run.seed()).isEqualTo(-7);
        assertThat(run.base()).isEqualTo(folder);
        assertThat(run.model().family()).isEqualTo(Family.LLAMA);
        ModelSection model = run.model().options().as(ModelSection.class);
        assertThat(model.sizes().kvHeads()).contains(2);
        assertThat(model.sizes().headSize()).isEmpty();
        assertThat(model.form().tied()).contains(false);
        assertThat(run.model().start()).contains(folder.resolve("old/one"));
        assertThat(run.model().shape(4096, 0).toString()).isEqualTo("llama 12L 256H 4h/2kv×64 f704 V4096 T64");
        assertThat(run.data().name()).isEqualTo("toy");
        assertThat(run.data().options().as(ToyData.ToyOptions.class).train()).contains(List.of("corpus/train.txt.gz"));
        assertThat(run.data().options().as(ToyData.ToyOptions.class).tokenizer().vocabulary()).isEqualTo(4096);
        assertThat(run.training().duration()).isEqualTo(TrainingTime.tokens(8e6));
        assertThat(run.training().batch()).isEqualTo(8);
        assertThat(run.training().optimizer().lr()).isEqualTo(1e-3);
        assertThat(run.training().optimizer().settings()).isEqualTo(OptimizerSettings.adamw(0.9, 0.99, 1e-8, 0.1));
        assertThat(run.training().learningRate()).isEqualTo(new LearningRateSettings(LearningRateSettings.Kind.WSD,
                TrainingTime.steps(100), 0.05, TrainingTime.share(0.25)));
        assertThat(run.training().regularization().settings()).isEqualTo(new Regularization(0.1, 0.2, 0, 0.3, 0));
        assertThat(run.training().averagesByName()).containsExactly(Map.entry("0.9996", 0.9996), Map.entry("0.998", 0.998));
        assertThat(run.training().computation().recompute()).isEqualTo(Recompute.BLOCK);
        assertThat(run.growth().orElseThrow().schedule().name()).isEqualTo("hop");
        assertThat(run.growth().orElseThrow().schedule().options().groups("stages").get(0)
                .as(ToySchedule.Stage.class).note()).isEqualTo("none");
        assertThat(run.growth().orElseThrow().operator().options().record())
                .isEqualTo(new ToyOperator.DepthOptions(ToyOperator.DepthOptions.Order.STACK, 1));
        assertThat(run.growth().orElseThrow().operator().place()).endsWith("run.yaml:19");
        assertThat(run.growth().orElseThrow().policies().optimizerState()).contains(OptimizerStatePolicy.CARRY);
        assertThat(run.growth().orElseThrow().policies().learningRate()).contains(LearningRatePolicy.REWARM);
        assertThat(run.growth().orElseThrow().policies().rewarm()).isEqualTo(TrainingTime.share(0.01));
        assertThat(run.trains()).isEqualTo(TrainablePolicy.NEW);
        assertThat(run.growth().orElseThrow().trainsPlace()).endsWith("run.yaml:22");
        assertThat(run.evaluate().every()).contains(TrainingTime.tokens(5e5));
        assertThat(run.evaluate().size()).isEqualTo(new EvaluationSize(40_000));
        assertThat(run.evaluate().patience()).isEmpty();
        assertThat(run.checkpoint()).isEqualTo(new RunFile.Checkpoint(Optional.of(TrainingTime.tokens(1e6)), 5, 3, false));
    }

    @Test
    void aSmallFileHasDefaults() {
        RunFile run = read(SMALL);
        assertThat(run.name()).isEqualTo("run");
        assertThat(run.seed()).isEqualTo(1);
        assertThat(run.growth()).isEmpty();
        assertThat(run.training().batch()).isEqualTo(16);
        assertThat(run.training().optimizer().settings()).isEqualTo(OptimizerSettings.adamw(0.9, 0.95, 1e-8, 0.1).withClip(1));
        assertThat(run.training().learningRate()).isEqualTo(new LearningRateSettings(LearningRateSettings.Kind.COSINE,
                TrainingTime.share(0.02), 0.1, TrainingTime.share(0.2)));
        assertThat(run.training().regularization().settings()).isEqualTo(Regularization.NONE);
        assertThat(run.training().averages()).isEmpty();
        assertThat(run.training().computation().recompute()).isEqualTo(Recompute.NONE);
        assertThat(run.engine().kind()).contains("cpu");
        assertThat(run.evaluate()).isEqualTo(new RunFile.Evaluation(new RunFile.Validation(Optional.empty(), Optional.of("20480"),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()), SuiteSettings.NONE));
        assertThat(run.checkpoint()).isEqualTo(new RunFile.Checkpoint(Optional.empty(), 5, 2, false));
    }

    @Test
    void whatIsEvaluatedIsCountedInWhatTheModelReads() {
        assertThat(read(SMALL, "evaluate.tokens=all").evaluate().size()).isEqualTo(EvaluationSize.ALL);
        assertThat(read(SMALL).resolved()).contains("tokens: 20480");
        assertThatThrownBy(() -> read(SMALL, "evaluate.tokens=few")).isInstanceOf(GrowthException.class)
                .hasMessage("--set evaluate.tokens: 'few' is not an amount of data; write a whole number, e.g. 20480, 20k or 1M, or all");
        assertThatThrownBy(() -> read(SMALL, "evaluate.images=100")).isInstanceOf(GrowthException.class)
                .hasMessage("--set evaluate.images: llama is evaluated on tokens; write tokens: 20480, or another number, or all");
    }

    /** An old key is refused with the amount that it came to. */
    @Test
    void batchesOfEvaluationsAreRefusedWithWhatToWrite() {
        assertThatThrownBy(() -> read(FULL.replace("tokens: 40k", "batches: 40"))).isInstanceOf(GrowthException.class)
                .hasMessageMatching(".*/run.yaml:[0-9]+: evaluate: 'batches' is no longer counted, because the validation data would"
                        + " depend on the batch; write tokens: " + 40 * 8 * 64 + " for as many as before");
        assertThatThrownBy(() -> read(SMALL, "evaluate.batches=x")).isInstanceOf(GrowthException.class)
                .hasMessage("--set evaluate.batches: evaluate: 'batches' is no longer counted, because the validation data would depend on"
                        + " the batch; write tokens: 20480, or another number, or all");
    }

    /** Kept elsewhere, the resolved file is still the same run: also its relative paths. */
    @Test
    void theResolvedFileReadsBackAsTheSameRun() throws IOException {
        for (String text : List.of(FULL, SMALL)) {
            RunFile run = read(text, "training.batch=4");
            Path elsewhere = Files.createDirectories(folder.resolve("runs/x")).resolve("run.yaml");
            RunFile again = files.read(Files.writeString(elsewhere, run.resolved()), List.of());
            assertThat(again.resolved()).isEqualTo(run.resolved());
            assertThat(again.base()).isEqualTo(run.base());
            assertThat(again.name()).isEqualTo(run.name());
            assertThat(again.seed()).isEqualTo(run.seed());
            assertThat(again.training()).isEqualTo(run.training());
            assertThat(again.evaluate()).isEqualTo(run.evaluate());
            assertThat(again.checkpoint()).isEqualTo(run.checkpoint());
            assertThat(again.model().shape(4096, 0)).isEqualTo(run.model().shape(4096, 0));
            assertThat(again.model().start()).isEqualTo(run.model().start());
            assertThat(again.data().options().record()).isEqualTo(run.data().options().record());
            assertThat(again.growth().map(g -> g.schedule().options().record()))
                    .isEqualTo(run.growth().map(g -> g.schedule().options().record()));
            assertThat(again.growth().map(g -> g.operator().options().record()))
                    .isEqualTo(run.growth().map(g -> g.operator().options().record()));
            assertThat(again.growth().map(g -> g.policies())).isEqualTo(run.growth().map(g -> g.policies()));
        }
    }

    @Test
    void theResolvedFileHasEveryDefault() {
        assertThat(read(SMALL).resolved()).contains("name: run\nseed: 1\nbase: ").contains("    betas: [0.9, 0.95]\n")
                .contains("    floor: 10%\n")
                .contains("  tokenizer:\n    kind: bytes\n    vocabulary: 256\n")
                .contains("checkpoint:\n  minutes: 5\n  keep: 2\n  keep-best: false\n");
    }

    @Test
    void overridesReplaceAndAdd() {
        RunFile run = read(SMALL, "training.batch=8", "growth.schedule={kind: hop, from: {layers: 1}}", "growth.operator.kind=identity",
                "seed=99");
        assertThat(run.training().batch()).isEqualTo(8);
        assertThat(run.seed()).isEqualTo(99);
        assertThat(run.growth().orElseThrow().operator().name()).isEqualTo("identity");
        assertThat(read(FULL, "growth=null").growth()).isEmpty();
        refused(SMALL, "--set training.accumulation: 3 does not divide batch 16", "training.accumulation=3");
        refused(SMALL, "--set training.bacth: unknown key 'bacth' in training; did you mean 'batch'?", "training.bacth=8");
        refused(SMALL, "--set training.batch: training.batch must be a whole number, not 'many'", "training.batch=many");
    }

    @Test
    void rotaryPositionsMayBeScaled() {
        assertThat(scaled("{kind: llama3, factor: 8}")).contains(new RopeScaling.Llama3(8, 1, 4, 8192));
        assertThat(scaled("{kind: llama3, factor: 2.5, low-freq-factor: 2, high-freq-factor: 3, original-context: 16}"))
                .contains(new RopeScaling.Llama3(2.5, 2, 3, 16));
        assertThat(scaled("{kind: linear, factor: 4}")).contains(new RopeScaling.Linear(4));
        refused(scaling("{kind: yarn, factor: 4}"), "run.yaml:1: model.rope-scaling.kind must be one of linear, llama3, not 'yarn'");
        refused(scaling("{kind: linear, factor: 4, original-context: 8}"),
                "run.yaml:1: original-context: linear scaling has none; leave it out");
        refused(scaling("{kind: llama3, factor: 4, low-freq-factor: 5}"),
                "run.yaml:1: low-freq-factor: low-freq-factor 5.0 must be less than high-freq-factor 4.0");
        refused(SMALL.replace("family: llama", "family: gpt2, rope-scaling: {kind: linear, factor: 4}"),
                "run.yaml:1: rope-scaling: gpt2 has no rope-scaling (the scaling of rotary positions of llama); leave it out");
    }

    private static String scaling(String group) {
        return SMALL.replace("family: llama", "family: llama, rope-scaling: " + group);
    }

    private Optional<RopeScaling> scaled(String group) {
        return read(scaling(group)).model().shape(100, 0).ropeScaling();
    }

    @Test
    void refusesWhatIsWrongWithItsLine() {
        refused(SMALL.replace("heads: 4", "heds: 4"), "run.yaml:1: unknown key 'heds' in model; did you mean 'heads'?");
        refused(SMALL.replace("model:", "modle:"), "run.yaml:1: unknown key 'modle'; did you mean 'model'?");
        refused(SMALL.replace("layers: 2", "layers: two"), "run.yaml:1: model.layers must be a whole number, not 'two'");
        refused(SMALL.replace("10ba", "10stops"),
                "run.yaml:3: training.duration: '10stops' is not a training time: write a number, a "
                + "multiplier if you like (k, M, G or B, T, P, E), and a unit of ba, ep, tok, flop, sec, %, e.g. 8Mtok or 10%");
        refused(SMALL.replace("10ba", "10%"),
                "run.yaml:3: duration: '10%' is not a length; write it in ba, ep, tok, flop or sec, e.g. 8Mtok");
        refused(SMALL.replace("layers: 2, ", ""), "run.yaml:1: model needs 'layers' (whole number): transformer blocks");
        refused(SMALL.replace("data: {kind: toy}\n", ""), "run.yaml:1: the run file needs 'data' (group): where the data come from");
        refused(SMALL.replace("kind: toy", "tokens: 5"), "run.yaml:2: unknown key 'tokens' in data; did you mean 'evaluate.tokens'?");
        refused(SMALL.replace("{kind: toy}", "{}"), "run.yaml:2: data needs 'kind' (text): the data source's name");
        refused(SMALL.replace("kind: toy", "kind: toy, token: 5"), "run.yaml:2: unknown key 'token' in data; did you mean 'tokens'?");
        refused(SMALL.replace(", context: 32", ""), "run.yaml:1: family: llama needs 'context', the longest sequence in tokens");
        refused(SMALL + "seed: 1\nseed: 2\n", "run.yaml:5: 'seed' is given twice, first at run.yaml:4");
        refused(SMALL + "name: a/b\n",
                "run.yaml:4: name: 'a/b' names a folder: use letters, digits, '.', '_' and '-', beginning with a letter or digit");
        refused(SMALL + "evaluate: {every: 0ba}\n", "run.yaml:4: every: an interval must be longer than zero");
        refused(SMALL.replace("10ba", "10ba, accumulation: 3"), "run.yaml:3: accumulation: 3 does not divide batch 16");
        refused(SMALL.replace("10ba", "10ba, optimizer: {betas: [0.9]}"), "run.yaml:3: betas: give two, e.g. [0.9, 0.95], not 1");
        refused(SMALL.replace("10ba", "10ba, optimizer: {lr: 0}"), "run.yaml:3: training.optimizer.lr must be above 0, not 0");
    }

    private static String training(String options) {
        return SMALL.replace("10ba", "10ba, " + options);
    }

    @Test
    void optimizersAndRegularizationHaveTheirLimits() {
        OptimizerSettings muon = read(training("optimizer: {kind: muon, momentum: 0.9}")).training().optimizer().settings();
        assertThat(muon).isEqualTo(new OptimizerSettings("muon", 0.9, 0.95, 1e-8, 0.1, 1, 0.9));
        refused(training("optimizer: {kind: muno}"),
                "run.yaml:3: training.optimizer.kind must be one of adamw, muon, not 'muno'; did you mean 'muon'?");
        refused(training("optimizer: {kind: muon, momentum: 1}"),
                "run.yaml:3: training.optimizer.momentum must be at least 0 and below 1, not 1");
        refused(training("dropout: {atention: 0.1}"), "run.yaml:3: unknown key 'atention' in training.dropout; did you mean 'attention'?");
        refused(training("dropout: {hidden: 1}"), "run.yaml:3: training.dropout.hidden must be at least 0 and below 1, not 1");
        refused(training("stochastic-depth: -0.1"), "run.yaml:3: training.stochastic-depth must be at least 0 and below 1, not -0.1");
        refused(training("averages: [1]"), "run.yaml:3: training.averages must be above 0 and below 1, not 1");
        refused(training("averages: [0.5, 50%]"), "run.yaml:3: averages: the decay 0.5 is given twice; give each once");
        refused(training("recompute: blocks"),
                "run.yaml:3: training.recompute must be one of none, attention, block, not 'blocks'; did you mean 'block'?");
        refused(training("label-smoothing: 0.1"),
                "run.yaml:3: label-smoothing: it softens the labels of images (vit), and llama is a language model; leave it out");
    }

    @Test
    void everyFamilyHasItsSizes() {
        String vit = SMALL.replace("llama", "vit").replace("context: 32", "image: 32, patch: 8");
        assertThat(read(vit).model().shape(0, 10).toString()).isEqualTo("vit 2L 64H 4h/4kv×16 f128 32px/8 10 labels");
        assertThat(read(vit.replace("10ba", "10ba, label-smoothing: 0.1")).training().regularization().labelSmoothing()).isEqualTo(0.1);
        refused(vit.replace("image: 32, ", ""), "run.yaml:1: family: vit needs 'image', the height and width of images in pixels");
        refused(vit.replace("patch: 8", "patch: 5"), "run.yaml:1: model: patch 5 does not divide image 32; use a multiple of the patch");
        refused(vit.replace("patch: 8", "patch: 8, context: 17"),
                "run.yaml:1: context: vit has no context (the longest sequence in tokens of llama, gpt2, bert); leave it out");
        refused(SMALL.replace("context: 32", "context: 32, patch: 8"),
                "run.yaml:1: patch: llama has no patch (the height and width of patches in pixels of vit); leave it out");
        String bert = SMALL.replace("llama", "bert");
        assertThat(read(bert).model().shape(256, 0).tokenTypes()).isEqualTo(2);
        assertThat(read(bert.replace("context: 32", "context: 32, token-types: 3")).model().shape(256, 0).tokenTypes()).isEqualTo(3);
        refused(SMALL.replace("context: 32", "context: 32, token-types: 3"),
                "run.yaml:1: token-types: llama has no token-types (the number of segments of bert); leave it out");
        assertThat(read(SMALL.replace("llama", "gpt2")).model().shape(256, 0).tied()).isTrue();
    }

    @Test
    void everythingLearnsIfNothingElseIsSaid() {
        String silent = FULL.replace("  trains: new\n", "");
        assertThat(read(silent).trains()).isEqualTo(TrainablePolicy.ALL);
        // a run that was begun before there was such a key must find its file unchanged
        assertThat(read(silent).resolved()).doesNotContain("trains");
        assertThat(read(FULL.replace("trains: new", "trains: all")).trains()).isEqualTo(TrainablePolicy.ALL);
        assertThat(read(SMALL).trains()).isEqualTo(TrainablePolicy.ALL);
        refused(FULL.replace("trains: new", "trains: neu"),
                "run.yaml:22: growth.trains must be one of all, new, not 'neu'; did you mean 'new'?");
        refused(FULL.replace("trains: new", "train: new"), "run.yaml:22: unknown key 'train' in growth; did you mean 'trains'?");
    }

    @Test
    void headsThatDoNotDivideAreRefusedAtTheirLine() {
        String block = "model:\n  family: llama\n  layers: 2\n  hidden: 64\n  heads: 5\n  intermediate: 128\n  context: 32\n";
        refused(SMALL.replaceFirst("model.*\n", block),
                "run.yaml:5: model: heads 5 does not divide hidden 64; choose a divisor or give head-size");
        refused(SMALL.replaceFirst("model.*\n", block.replace("heads: 5", "heads: 4\n  kv-heads: 3")),
                "run.yaml:6: model: kv-heads 3 does not divide heads 4");
    }

    @Test
    void plugInsThatAreNotInstalledAreMissing() {
        refused(FULL.replace("kind: stack, noise", "kind: stak, noise"), Kind.MISSING_PLUGIN,
                "run.yaml:19: stak is not installed; there are [stack, identity]");
        refused(SMALL.replace("kind: toy", "kind: txt"), Kind.MISSING_PLUGIN, "run.yaml:2: txt is not installed; there are [toy]");
        assertThat(catalogue.held()).isZero();
    }

    private record GreedyOptions(@Option(description = "which kind") Optional<String> kind) {
    }

    /** An option of that name could never be given: the key names the plug-in. */
    @Test
    void aPlugInMayNotCallAnOptionKind() {
        DataSource greedy = new DataSource() {
            @Override
            public Card card() {
                return new Card("greedy", "Wants it all.", "none", GreedyOptions.class);
            }

            @Override
            public Dataset open(DataRequest request) {
                throw new AssertionError("nothing is opened while reading");
            }
        };
        catalogue.with(greedy);
        refused(SMALL.replace("kind: toy", "kind: greedy"), Kind.FAILING_PLUGIN,
                "data source 'greedy' declares an option 'kind', which names the plug-in itself; its author must rename it");
    }

    @Test
    void filesThatAreNoRunFilesAreRefused() throws IOException {
        assertThatThrownBy(() -> files.read(folder.resolve("none.yaml"), List.of()))
                .hasMessage(folder.resolve("none.yaml") + ": no such file");
        assertThatThrownBy(() -> files.read(folder, List.of())).hasMessage(folder + ": is a folder, not a run file");
        Path latin1 = Files.write(folder.resolve("latin1.yaml"), new byte[] {'n', 'a', 'm', 'e', ':', ' ', (byte) 0xE9});
        assertThatThrownBy(() -> files.read(latin1, List.of())).hasMessage(latin1 + ": not UTF-8 text");
        refused("", "run.yaml:1: 'key: value' pairs are needed here, not empty");
        refused("model:\n\tlayers: 2\n", "run.yaml:2: a tab cannot indent YAML; use spaces");
    }
}
