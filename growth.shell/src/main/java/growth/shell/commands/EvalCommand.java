package growth.shell.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.Amounts;
import growth.runtime.disk.Evaluator;
import growth.runtime.disk.Evaluator.BatchToEvaluate;
import growth.runtime.disk.Evaluator.DataToEvaluate;
import growth.runtime.disk.Evaluator.Evaluated;
import growth.runtime.run.DataUnit;
import growth.runtime.run.EvaluationSize;
import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.text.Json;
import growth.shell.text.Quality;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Evaluates a checkpoint. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "eval", group = "Checkpoints", order = 40)
@Command(customSynopsis = {
            "growth eval DIR --data FILE... [--context=N] [--tokens=N] [--field=NAME] [--rows=N] [--json]",
            "       growth eval DIR --batch FILE.safetensors [--shift-labels] [--write=OUT.safetensors] [--json]"
        },
        description = "measures loss and perplexity (or accuracy) of a checkpoint on text, images or a batch",
        footer = {
            "",
            "Examples:",
            "  growth eval runs/quickstart/checkpoints/step-00000200 --data valid.txt",
            "  growth eval model --data part1.txt.gz part2.txt.gz --context 512",
            "  growth eval model --data pile.jsonl.zst --field body",
            "  growth eval runs/shapes --data images/valid",
            "  growth eval model --batch batch.safetensors --write out.safetensors",
            "",
            "Text is read to its end in sequences of --context tokens; the last one may be shorter. If no run trained the model, "
                    + "the special tokens that its tokenizer adds, such as [CLS] and [SEP] or a beginning of text, enclose each "
                    + "sequence. With --tokens, a run's checkpoint gives the same number as the run's own evaluation. bert is "
                    + "scored on masked tokens.",
            "Images lie in one folder per label.",
            "",
            "A batch holds input_ids and labels, optionally attention_mask (1, or 0 for padding) and, for bert, token_type_ids; for "
                    + "vit it holds pixel_values and labels. Labels are not shifted: the label of a position is the token to "
                    + "predict there, which is the next one for causal models. transformers shifts labels that equal input_ids; "
                    + "--shift-labels does the same.",
            "--write adds logits and gradients (grad.NAME) for comparison with other systems."
        })
public final class EvalCommand implements GrowthCommand {
    private final Evaluator evaluator;

    @Parameters(paramLabel = "DIR", description = "a folder with config.json and model.safetensors")
    private Path checkpoint;

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Option(names = "--write", paramLabel = "OUT.safetensors", description = "with --batch: writes logits and gradients")
    private Path write;

    @Option(names = "--rows", paramLabel = "N", defaultValue = "8",
            description = "with --data: sequences computed at once; default: ${DEFAULT-VALUE}")
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

    @Option(names = "--special-tokens", negatable = true, description = "with --data: encloses each sequence in the tokenizer's "
            + "special tokens; default: yes, except for checkpoints of runs, which are trained without")
    private Boolean special;

    @Option(names = "--shift-labels", description = "with --batch: shifts labels as transformers' causal models do: the label of a "
            + "position becomes that of the position before")
    private boolean shift;

    /** The predecessor of --tokens: it counted batches, so that its result depended on --rows. */
    @Option(names = "--batches", paramLabel = "N", hidden = true)
    private Integer batches;

    @Option(names = "--average", paramLabel = "DECAY",
            description = "evaluates a moving average of the parameters that the checkpoint keeps (training.averages), e.g. 0.998")
    private String average;

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
    }

    @Activate
    public EvalCommand(@Reference Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    @Override
    public int run(Console console) {
        check();
        Path folder = console.resolve(checkpoint);
        EvalProgress progress = new EvalProgress(console, System::currentTimeMillis);
        Optional<EvaluationSize> size = Optional.ofNullable(tokens).map(EvaluationSize::parse);
        Evaluator used = average == null ? evaluator : evaluator.ofAverage(average);
        Optional<Evaluated> result = Abandonable.await(() -> source.batch == null
                ? used.data(folder, new DataToEvaluate(source.data.stream().map(console::resolve).toList(), rows,
                        Optional.ofNullable(context), size, Optional.ofNullable(special), Optional.ofNullable(field)), progress)
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

    private void check() {
        if (batches != null) {
            throw refusal("--batches was removed, because its result depended on --rows; use --tokens, e.g. --tokens 20k");
        }
        if (rows < 1) {
            throw refusal("--rows must be at least 1");
        }
        if (source.batch == null && (write != null || shift)) {
            throw refusal((write != null ? "--write" : "--shift-labels") + " needs --batch");
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
        String bits = Quality.bits(result.bitsPerByte()).map(words -> "  " + words).orElse("");
        console.out().println("loss " + Amounts.loss(result.loss()) + "  "
                + Quality.of(result.family()).words(result.loss(), result.scored(), result.correct()) + bits + "  labels "
                + result.scored() + "  " + DataUnit.of(result.family()).words() + " " + result.tokens() + "  time "
                + String.format(Locale.ROOT, "%.1fs", result.seconds()));
        result.confusion().ifPresent(confusion -> ConfusionTable.lines(confusion, console.width()).forEach(console.out()::println));
        if (write != null) {
            console.out().println("wrote " + write);
        }
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
        result.confusion().ifPresent(confusion -> ConfusionTable.json(confusion, object));
        return object;
    }
}
