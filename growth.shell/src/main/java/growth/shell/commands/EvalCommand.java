package growth.shell.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.runtime.console.Amounts;
import growth.runtime.console.DataUnit;
import growth.runtime.console.Quality;
import growth.runtime.train.Evaluator.Evaluated;
import growth.runtime.train.Evaluator;
import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.text.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine;

/** Evaluates a checkpoint. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "eval", group = "Checkpoints", order = 40)
@Command(customSynopsis = {
            "growth eval DIR --data FILE... [--rows=N] [--batches=N] [--json]",
            "       growth eval DIR --batch FILE.safetensors [--write=OUT.safetensors] [--json]"
        },
        description = "measures loss and perplexity (or accuracy) of a checkpoint on text or a batch",
        footer = {
            "",
            "Examples:",
            "  growth eval runs/quickstart/checkpoints/step-00000200 --data valid.txt",
            "  growth eval model --data part1.txt.gz part2.txt.gz --batches 100",
            "  growth eval model --batch batch.safetensors --write out.safetensors",
            "",
            "A batch holds input_ids and labels, for vit pixel_values and labels. Under bert, text is scored where tokens are masked.",
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

    @Option(names = "--batches", paramLabel = "N", description = "with --data: how many batches at most; default: everything")
    private Integer batches;

    @Option(names = "--json", description = "prints JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** What the checkpoint is evaluated on. */
    static final class Source {
        @Option(names = "--data", paramLabel = "FILE", arity = "1..*", required = true, description = "text files, plain or .gz")
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
        if (rows < 1 || batches != null && batches < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--rows and --batches must be at least 1");
        }
        if (write != null && source.batch == null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--write needs --batch");
        }
        Path folder = console.resolve(checkpoint);
        Evaluated result = source.batch == null
                ? evaluator.text(folder, source.data.stream().map(console::resolve).toList(), rows, Optional.ofNullable(batches))
                : evaluator.batch(folder, console.resolve(source.batch), Optional.ofNullable(write).map(console::resolve));
        if (json) {
            Json.print(json(result), console);
        } else {
            console.out().println("loss " + Amounts.loss(result.loss()) + "  "
                    + Quality.of(result.family()).words(result.loss(), result.scored(), result.correct()) + "  labels " + result.scored()
                    + "  " + DataUnit.of(result.family()).words() + " " + result.tokens() + "  time "
                    + String.format(Locale.ROOT, "%.1fs", result.seconds()));
            if (write != null) {
                console.out().println("wrote " + write);
            }
        }
        return 0;
    }

    private static ObjectNode json(Evaluated result) {
        ObjectNode object = Json.object();
        Json.put(object, "loss", result.loss());
        if (Quality.of(result.family()) == Quality.PERPLEXITY) {
            Json.put(object, "perplexity", result.perplexity());
        }
        Json.put(object, "accuracy", result.accuracy());
        object.put("scored", result.scored());
        object.put("correct", result.correct());
        object.put(DataUnit.of(result.family()).words(), result.tokens());
        Json.put(object, "seconds", result.seconds());
        return object;
    }
}
