package growth.shell.commands;

import growth.api.options.ShapeChange;
import growth.api.training.GrowthReport;
import growth.api.training.Progress;
import growth.api.training.TrainingEvent.GrowthCompleted;
import growth.runtime.catalogue.Catalogue;
import growth.runtime.catalogue.PluginKind;
import growth.runtime.console.GrowthBox;
import growth.runtime.metrics.MetricsLine;
import growth.runtime.train.CheckpointGrower;
import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.plugins.PluginShelf;
import growth.shell.text.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Grows a checkpoint on disk. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "grow", group = "Checkpoints", order = 30)
@Command(description = "grows a checkpoint on disk into a larger one, without training",
        footer = {
            "",
            "Examples:",
            "  growth grow --from small --to large --operator stack --shape layers=12",
            "  growth grow --from small --to large --operator identity --shape layers=12 --seed 7",
            "",
            "Sizes are those of run files: layers, hidden, heads, kv-heads, head-size, intermediate, vocabulary, context.",
            "'growth operators NAME' lists an operator's options."
        })
public final class GrowCommand implements GrowthCommand {
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

    @Option(names = "--set", paramLabel = "OPTION=VALUE", description = "an option of the operator; may be repeated")
    private List<String> options = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "seed of everything random; default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--json", description = "prints the report as JSON, as in metrics.jsonl")
    private boolean json;

    @Activate
    public GrowCommand(@Reference CheckpointGrower grower, @Reference Catalogue catalogue) {
        this.grower = grower;
        this.catalogue = catalogue;
    }

    @Override
    public int run(Console console) {
        ShapeChange change = ShapeChange.parse(String.join(",", shape));
        Optional<GrowthReport> grown = Abandonable.await(
                () -> grower.grow(console.resolve(from), console.resolve(to), operator, change, options, seed), console.stop());
        if (grown.isEmpty()) {
            return TrainCommand.INTERRUPTED;
        }
        GrowthReport report = grown.get();
        if (json) {
            MetricsLine.of(new GrowthCompleted(Progress.none(), report)).ifPresent(line -> Json.print(line, console));
        } else {
            GrowthBox.lines(report, from.toString(), console.width()).forEach(console.out()::println);
            console.out().println("wrote " + to);
        }
        return 0;
    }

    @Override
    public List<String> candidates(String label) {
        return switch (label) {
            case "OPERATOR" -> new PluginShelf(catalogue, PluginKind.OPERATOR).usable();
            case "SIZE=N,…" -> ShapeChange.NAMES.stream().map(n -> n + "=").toList();
            default -> List.of();
        };
    }
}
