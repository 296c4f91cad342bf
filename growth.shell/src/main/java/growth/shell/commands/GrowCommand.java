package growth.shell.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.options.ShapeChange;
import growth.api.training.Progress;
import growth.api.training.TrainingEvent.GrowthCompleted;
import growth.formats.safetensors.TensorType;
import growth.runtime.disk.CheckpointGrower;
import growth.runtime.disk.CheckpointGrowth;
import growth.runtime.disk.GrownCheckpoint;
import growth.runtime.metrics.MetricsLine;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.PluginKind;
import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.plugins.PluginShelf;
import growth.shell.progress.GrowthBox;
import growth.shell.text.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Grows a checkpoint on disk. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "grow", group = "Checkpoints", order = 30)
@Command(description = "grows a checkpoint on disk into a larger one, without training",
        footer = {
            "",
            "Examples:",
            "  growth grow --from small --to large --operator stack --shape layers=12",
            "  growth grow --from small --to large --operator identity --shape layers=12 --seed 7",
            "  growth grow --from small --to large --operator net2net --shape hidden=512,heads=8 --dtype f32",
            "",
            "Sizes are those of run files: layers, hidden, heads, kv-heads, head-size, intermediate, vocabulary, context.",
            "'growth operators NAME' lists an operator's options.",
            "The new folder keeps the old config.json, except for what the growth changes, the files for other software, and a pooler."
        })
public final class GrowCommand implements GrowthCommand {
    private static final List<TensorType> TYPES = List.of(TensorType.F32, TensorType.BF16, TensorType.F16);
    private final CheckpointGrower grower;
    private final Catalogue catalogue;

    @Option(names = "--from", paramLabel = "DIR", required = true, description = "a folder with config.json and model.safetensors")
    private Path from;

    @Option(names = "--to", paramLabel = "DIR", required = true, description = "the folder to write; must not exist")
    private Path to;

    @Option(names = "--operator", paramLabel = "OPERATOR", required = true, description = "the operator's name")
    private String operator;

    @Option(names = "--shape", paramLabel = "SIZE=N,…", hideParamSyntax = true, required = true, split = ",",
            description = "the sizes that change, e.g. layers=12,hidden=256")
    private List<String> shape;

    @Option(names = "--set", paramLabel = "OPTION=VALUE", description = "sets an option of the operator; may be repeated")
    private List<String> options = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "seed of everything random; default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--dtype", paramLabel = "TYPE",
            description = "type of the written weights: f32, bf16 or f16; default: each tensor keeps its own")
    private String type;

    @Mixin
    private EngineFlags computing = new EngineFlags();

    @Option(names = "--json", description = "prints the report as JSON, as in metrics.jsonl")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Activate
    public GrowCommand(@Reference CheckpointGrower grower, @Reference Catalogue catalogue) {
        this.grower = grower;
        this.catalogue = catalogue;
    }

    @Override
    public int run(Console console) {
        ShapeChange change = ShapeChange.parse(String.join(",", shape));
        CheckpointGrowth order = new CheckpointGrowth(console.resolve(from), console.resolve(to), operator, change, options, seed,
                Optional.ofNullable(type).map(this::type));
        Optional<GrownCheckpoint> done = Abandonable.await(() -> grower.on(computing.choice()).grow(order), console.stop());
        if (done.isEmpty()) {
            return TrainCommand.INTERRUPTED;
        }
        GrownCheckpoint grown = done.get();
        if (json) {
            MetricsLine.of(new GrowthCompleted(Progress.none(), grown.report())).ifPresent(line -> Json.print(with(grown, line), console));
        } else {
            GrowthBox.lines(grown, from.toString(), console.width()).forEach(console.out()::println);
            console.out().println("wrote " + to);
        }
        return 0;
    }

    private TensorType type(String name) {
        return TYPES.stream().filter(t -> t.name().equalsIgnoreCase(name)).findFirst()
                .orElseThrow(() -> new CommandLine.ParameterException(spec.commandLine(), "--dtype must be f32, bf16 or f16, not '" + name
                        + "'"));
    }

    /** Adds what only a growth on disk reports. */
    private static ObjectNode with(GrownCheckpoint grown, ObjectNode line) {
        line.put("dtype", grown.type().name());
        grown.change().ifPresent(change -> {
            Json.put(line, "max_logit_change", change.largest());
            Json.put(line, "relative_logit_change", change.relative());
        });
        Json.put(line, "disk_seconds", grown.seconds());
        grown.carried().forEach(line.putArray("carried")::add);
        grown.leftOut().forEach(line.putArray("left_out")::add);
        return line;
    }

    @Override
    public List<String> candidates(String label) {
        return switch (label) {
            case "OPERATOR" -> new PluginShelf(catalogue, PluginKind.OPERATOR).usable();
            case "TYPE" -> TYPES.stream().map(t -> t.name().toLowerCase(Locale.ROOT)).toList();
            case "SIZE=N,…" -> ShapeChange.NAMES.stream().map(n -> n + "=").toList();
            default -> EngineFlags.candidates(label, catalogue);
        };
    }
}
