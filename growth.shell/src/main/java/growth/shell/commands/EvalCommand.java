package growth.shell.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.Amounts;
import growth.api.suite.SuiteResult;
import growth.runtime.disk.Evaluator;
import growth.runtime.disk.Evaluator.BatchToEvaluate;
import growth.runtime.disk.Evaluator.DataToEvaluate;
import growth.runtime.disk.Evaluator.Evaluated;
import growth.runtime.disk.Evaluator.SuiteToEvaluate;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.PluginKind;
import growth.runtime.run.DataUnit;
import growth.runtime.run.EvaluationSize;
import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.plugins.PluginShelf;
import growth.shell.text.Json;
import growth.shell.text.Quality;
import growth.shell.text.SuiteWords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Evaluates a checkpoint. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "eval", group = "Checkpoints", order = 40)
@Command(customSynopsis = {
            "growth eval DIR --data FILE... [--context=N] [--tokens=N] [--field=NAME] [--rows=N] [--json]",
            "       growth eval DIR --batch FILE.safetensors [--shift-labels] [--write=OUT.safetensors] [--json]",
            "       growth eval DIR --suite SUITE [--set OPTION=VALUE]... [--seed=N] [--rows=N] [--json]"
        },
        description = "measures loss and perplexity (or accuracy) of a checkpoint on text, images or a batch, or its score at tasks",
        footer = {
            "",
            "Examples:",
            "  growth eval runs/quickstart/checkpoints/step-00000200 --data valid.txt",
            "  growth eval model --data part1.txt.gz part2.txt.gz --context 512",
            "  growth eval model --data pile.jsonl.zst --field body",
            "  growth eval runs/shapes --data images/valid",
            "  growth eval model --batch batch.safetensors --write out.safetensors",
            "  growth eval runs/quickstart --suite primitives --set examples=500 --set shots=0",
            "",
            "Text is read to its end in sequences of --context tokens; the last one may be shorter. If no run trained the model, "
                    + "the special tokens that its tokenizer adds, such as [CLS] and [SEP] or a beginning of text, enclose each "
                    + "sequence. With --tokens, a run's checkpoint gives the same number as the run's own evaluation. bert is "
                    + "scored on masked tokens.",
            "Images lie in one folder per label. The classifier is scored by its accuracy, its top-N accuracy, and precision, recall "
                    + "and F1 of each label; their means count every label alike.",
            "",
            "A batch holds input_ids and labels, optionally attention_mask (1, or 0 for padding) and, for bert, token_type_ids; for "
                    + "vit it holds pixel_values and labels. Labels are not shifted: the label of a position is the token to "
                    + "predict there, which is the next one for causal models. transformers shifts labels that equal input_ids; "
                    + "--shift-labels does the same.",
            "--write adds logits and gradients (grad.NAME) for comparison with other systems.",
            "",
            "A suite asks llama and gpt2 questions whose answers are known. An exact match is an answer that greedy decoding would write; "
                    + "the loss is that of the answer's tokens, in nats per token; ± is a standard error. 'growth suites NAME' lists a "
                    + "suite's options."
        })
public final class EvalCommand implements GrowthCommand {
    private static final String SUITE = "SUITE";
    private static final int MOST_ROWS = 65_536;
    private final Evaluator evaluator;
    private final Catalogue catalogue;

    @Parameters(paramLabel = "DIR", description = "a folder with config.json and model.safetensors")
    private Path checkpoint;

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Option(names = "--write", paramLabel = "OUT.safetensors", description = "with --batch: writes logits and gradients")
    private Path write;

    @Option(names = "--rows", paramLabel = "N", defaultValue = "8",
            description = "with --data or --suite: sequences computed at once; default: ${DEFAULT-VALUE}")
    private int rows;

    @Option(names = "--context", paramLabel = "N",
            description = "with --data: tokens per sequence; default: the model's context, but at most 4096 if no run trained the model")
    private Integer context;

    @Option(names = "--tokens", paramLabel = "N", description = "with --data: reads at most N tokens (images) from the beginning, "
            + "in whole sequences, like a run's evaluate.tokens: 20480, 20k, 1M or all; default: everything")
    private String tokens;

    @Option(names = "--field", paramLabel = "NAME",
            description = "with --data: the JSON Lines field or Parquet column that holds the text; default: text")
    private String field;

    @Option(names = "--top", paramLabel = "N", description = "with --data for vit: an image counts in top-N accuracy if its own label is "
            + "among the N highest ones; default: 5")
    private Integer top;

    @Option(names = "--special-tokens", negatable = true, description = "with --data: encloses each sequence in the tokenizer's "
            + "special tokens; with --suite: puts those before each text that it begins with; default: yes, "
            + "except for checkpoints of runs, which are trained without")
    private Boolean special;

    @Option(names = "--shift-labels", description = "with --batch: shifts labels as transformers' causal models do: the label of a "
            + "position becomes that of the position before")
    private boolean shift;

    @Option(names = "--set", paramLabel = "OPTION=VALUE", description = "with --suite: sets an option of the suite; may be repeated")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "with --suite: seed of its examples; default: 1, as in runs")
    private Long seed;

    /** The predecessor of --tokens: it counted batches, so that its result depended on --rows. */
    @Option(names = "--batches", paramLabel = "N", hidden = true)
    private Integer batches;

    @Option(names = "--average", paramLabel = "DECAY",
            description = "evaluates a moving average of the parameters that the checkpoint keeps (training.averages), e.g. 0.998")
    private String average;

    @Mixin
    private EngineFlags computing = new EngineFlags();

    @Option(names = "--json", description = "prints JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** The input of an evaluation. */
    static final class Source {
        @Option(names = "--data", paramLabel = "FILE", arity = "1..*", required = true, description = "text, .jsonl or .parquet "
                + "files, also compressed (.gz, .zst, .xz, .bz2, .lz4); for vit, folders with one folder per label")
        private List<Path> data;

        @Option(names = "--batch", paramLabel = "FILE.safetensors", required = true, description = "one batch of tokens or images")
        private Path batch;

        @Option(names = "--suite", paramLabel = SUITE, required = true, description = "an installed suite of tasks")
        private String suite;
    }

    @Activate
    public EvalCommand(@Reference Evaluator evaluator, @Reference Catalogue catalogue) {
        this.evaluator = evaluator;
        this.catalogue = catalogue;
    }

    @Override
    public int run(Console console) {
        check();
        Path folder = console.resolve(checkpoint);
        EvalProgress progress = new EvalProgress(console, System::currentTimeMillis);
        Optional<EvaluationSize> size = Optional.ofNullable(tokens).map(EvaluationSize::parse);
        Evaluator placed = evaluator.on(computing.choice());
        Evaluator used = average == null ? placed : placed.ofAverage(average);
        if (source.suite != null) {
            return suite(used, folder, progress, console);
        }
        Optional<Evaluated> result = Abandonable.await(() -> source.batch == null
                ? used.data(folder, new DataToEvaluate(source.data.stream().map(console::resolve).toList(), rows,
                        Optional.ofNullable(context), size, Optional.ofNullable(special), Optional.ofNullable(field),
                        Optional.ofNullable(top)), progress)
                : used.batch(folder, new BatchToEvaluate(console.resolve(source.batch), shift,
                        Optional.ofNullable(write).map(console::resolve)), progress), console.stop());
        progress.erase();
        if (result.isEmpty()) {
            return TrainCommand.INTERRUPTED;
        }
        if (json) {
            Json.print(json(result.get()), console);
        } else {
            print(result.get(), console);
        }
        return 0;
    }

    private int suite(Evaluator used, Path folder, EvalProgress progress, Console console) {
        SuiteToEvaluate asked = new SuiteToEvaluate(source.suite, settings, console.resolve(Path.of("")), rows,
                seed == null ? OptionalLong.empty() : OptionalLong.of(seed), Optional.ofNullable(special));
        Optional<SuiteResult> result = Abandonable.await(() -> used.suite(folder, asked, progress), console.stop());
        progress.erase();
        if (result.isEmpty()) {
            return TrainCommand.INTERRUPTED;
        }
        if (json) {
            Json.print(SuiteJson.of(result.get()), console);
        } else {
            SuiteWords.table(result.get(), console.width()).forEach(console.out()::println);
        }
        return 0;
    }

    private void check() {
        if (batches != null) {
            throw refusal("--batches was removed, because its result depended on --rows; use --tokens, e.g. --tokens 20k");
        }
        if (rows < 1 || rows > MOST_ROWS) {
            throw refusal("--rows must be from 1 to " + MOST_ROWS + ", not " + rows);
        }
        if (top != null && (top < 2 || source.data == null)) {
            throw refusal(top < 2 ? "--top must be at least 2; 1 is the accuracy" : "--top needs --data");
        }
        if (source.suite == null && (!settings.isEmpty() || seed != null)) {
            throw refusal((seed != null ? "--seed" : "--set") + " needs --suite");
        }
        if (source.batch == null && (write != null || shift)) {
            throw refusal((write != null ? "--write" : "--shift-labels") + " needs --batch");
        }
        if (source.suite != null && (context != null || tokens != null || field != null)) {
            throw refusal((context != null ? "--context" : tokens != null ? "--tokens" : "--field")
                    + " needs --data: a suite has its own texts");
        }
        if (source.batch != null && (context != null || tokens != null || special != null || field != null)) {
            throw refusal((context != null ? "--context" : tokens != null ? "--tokens" : field != null ? "--field"
                    : "--special-tokens")
                    + " needs --data: a batch is taken as it is");
        }
    }

    private CommandLine.ParameterException refusal(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    private void print(Evaluated result, Console console) {
        String bits = Quality.bits(result.bitsPerByte()).map(words -> "  " + words).orElse("")
                + result.classes().map(classes -> "  " + String.join("  ", Quality.words(classes))).orElse("");
        console.out().println("loss " + Amounts.loss(result.loss()) + "  "
                + Quality.of(result.family()).words(result.loss(), result.scored(), result.correct()) + bits + "  labels "
                + result.scored() + "  " + DataUnit.of(result.family()).words() + " " + result.tokens() + "  time "
                + String.format(Locale.ROOT, "%.1fs", result.seconds()));
        result.classes().ifPresent(classes -> ConfusionTable.lines(classes, console.width()).forEach(console.out()::println));
        if (write != null) {
            console.out().println("wrote " + write);
        }
    }

    @Override
    public List<String> candidates(String label) {
        return label.equals(SUITE) ? new PluginShelf(catalogue, PluginKind.SUITE).usable() : EngineFlags.candidates(label, catalogue);
    }

    private static ObjectNode json(Evaluated result) {
        ObjectNode object = Json.object();
        Json.put(object, "loss", result.loss());
        if (Quality.of(result.family()) == Quality.PERPLEXITY) {
            Json.put(object, "perplexity", result.perplexity());
        }
        result.bitsPerByte().ifPresent(bits -> Json.put(object, "bits_per_byte", bits));
        Json.put(object, "accuracy", result.accuracy());
        object.put("scored", result.scored());
        object.put("correct", result.correct());
        object.put(DataUnit.of(result.family()).words(), result.tokens());
        Json.put(object, "seconds", result.seconds());
        result.classes().ifPresent(classes -> ConfusionTable.json(classes, object));
        return object;
    }
}
