package growth.shell.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.Amounts;
import growth.api.GrowthException;
import growth.api.model.Trainable;
import growth.parallel.cost.Network;
import growth.runtime.place.PlacedPlan;
import growth.runtime.place.Places;
import growth.runtime.plan.Plan;
import growth.runtime.plan.Plan.Stage;
import growth.runtime.plan.Planner;
import growth.runtime.plugins.Catalogue;
import growth.runtime.run.DataUnit;
import growth.runtime.run.RunFile;
import growth.runtime.run.RunFiles;
import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.text.Json;
import growth.shell.text.ModelWords;
import growth.shell.text.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a run would do. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "plan", group = "Training", order = 20)
@Command(description = "shows stages, parameters, compute, memory and time of a run, and every error it would meet",
        footer = {
            "",
            "Examples:",
            "  growth plan examples/quickstart.yaml",
            "  growth plan run.yaml --set growth.schedule.at=20%%",
            "  growth plan run.yaml --set data-parallel.ranks=4 --bandwidth 10Gbit/s --latency 50us",
            "  growth plan run.yaml --on spark://host:7077",
            "",
            "Nothing is trained, but data are opened and plug-ins are called as in the run itself."
        })
public final class PlanCommand implements GrowthCommand {
    private final RunFiles files;
    private final Planner planner;
    private final Catalogue catalogue;
    private final Places places;

    @Parameters(paramLabel = "RUN.yaml", description = "the run file")
    private Path file;

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "replaces or adds a value of the run file; may be repeated")
    private List<String> overrides = new ArrayList<>();

    @Mixin
    private EngineFlags computing = new EngineFlags();

    @Option(names = "--bandwidth", paramLabel = "RATE", defaultValue = "1Gbit/s",
            description = "of the network between ranks, for a run with the section data-parallel; default: ${DEFAULT-VALUE}")
    private String bandwidth;

    @Option(names = "--latency", paramLabel = "TIME", defaultValue = "0.1ms",
            description = "of that network, one way; default: ${DEFAULT-VALUE}")
    private String latency;

    @Option(names = "--on", paramLabel = "PLACE",
            description = "where the run is to be trained: whether its executors have the memory, and are enough")
    private String on;

    @Option(names = "--json", description = "prints JSON")
    private boolean json;

    @Activate
    public PlanCommand(@Reference RunFiles files, @Reference Planner planner, @Reference Catalogue catalogue, @Reference Places places) {
        this.files = files;
        this.planner = planner;
        this.catalogue = catalogue;
        this.places = places;
    }

    @Override
    public int run(Console console) {
        Network network = Network.of(bandwidth, latency);
        RunFile run = files.read(console.resolve(file), computing.over(overrides));
        Optional<Plan> plan = Abandonable.await(() -> planner.plan(run, line -> note(line, console)), console.stop());
        if (plan.isEmpty()) {
            return TrainCommand.INTERRUPTED;
        }
        Optional<PlacedPlan> placed = Optional.ofNullable(on).map(name -> PlacedPlan.of(places.place(name), plan.get()));
        if (json) {
            ObjectNode object = json(run, plan.get());
            ranks(plan.get(), network).ifPresent(ranks -> object.set("data_parallel", ranks.json()));
            Json.print(object, console);
        } else {
            lines(run, plan.get(), network, console.width()).forEach(console.out()::println);
            placed.ifPresent(there -> console.out().println("note: " + there.words()));
        }
        // where it is not trained, this machine's memory says nothing
        (placed.isPresent() ? placed.get().refusal().map(words -> run.file() + ": " + words) : plan.get().refusal()).ifPresent(words -> {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, words);
        });
        return 0;
    }

    @Override
    public List<String> candidates(String label) {
        return EngineFlags.candidates(label, catalogue);
    }

    private static void note(String line, Console console) {
        if (!console.stop().getAsBoolean()) {
            console.err().println(line);
        }
    }

    private static Optional<ParallelPlanTable> ranks(Plan plan, Network network) {
        return plan.parallel().map(parallel -> new ParallelPlanTable(plan, parallel, network));
    }

    private static List<String> lines(RunFile run, Plan plan, Network network, int width) {
        List<String> lines = new ArrayList<>();
        lines.add(run.name() + plan.operator().map(o -> ": grows by " + o).orElse(": trains from scratch, without growth"));
        lines.add("");
        DataUnit unit = DataUnit.of(run.model().family());
        Table table = new Table(">stage", unit == DataUnit.IMAGES ? ">from image" : ">from token", ">" + unit.words(), ">parameters",
                ">FLOPs", ">share", ">memory", ">time", "model");
        for (int i = 0; i < plan.stages().size(); i++) {
            Stage stage = plan.stages().get(i);
            table.row(String.valueOf(i + 1), Amounts.count(stage.from()), Amounts.count(stage.tokens()),
                    Amounts.count(stage.parameters()), Amounts.operations(stage.flops()), Amounts.percent(stage.share()),
                    Amounts.bytes(stage.bytes()), Amounts.duration(stage.seconds()), model(stage));
        }
        lines.addAll(table.lines(width));
        if (!plan.complete()) {
            lines.add((plan.stages().size() > 1 ? "when later stages begin is" : "later stages are") + " decided during training");
        }
        lines.add("");
        String device = plan.memory().device().map(use -> " and " + Amounts.bytes(use.bytes()) + " of " + use.name() + "'s "
                + Amounts.bytes(use.memory().total()) + " (" + use.memory().device() + ")").orElse("");
        ranks(plan, network).ifPresent(ranks -> {
            lines.addAll(ranks.lines(width));
            lines.add("");
        });
        lines.add((plan.parallel().isPresent() ? "with one process: " : "in all: ")
                + Amounts.operations(plan.totalFlops()) + ", at most " + Amounts.bytes(plan.memory().bytes())
                + " of memory (" + Amounts.bytes(plan.memory().models()) + " for models)" + device + ", about "
                + Amounts.duration(plan.seconds()));
        plan.notes().forEach(note -> lines.add("note: " + note));
        plan.warnings().forEach(warning -> lines.add("warning: " + warning));
        return lines;
    }

    /** Returns the shape, the view if it trains on less than the shape's full data, and what learns if not everything does. */
    private static String model(Stage stage) {
        String less = ModelWords.reductions(stage.shape(), stage.view());
        return stage.shape() + (less.isEmpty() ? "" : ", " + less) + learning(stage);
    }

    private static String learning(Stage stage) {
        String some = stage.trainable().map(ModelWords::trainable).orElse("new layers");
        return some.isEmpty() ? "" : ", trains " + some;
    }

    private static ObjectNode json(RunFile run, Plan plan) {
        ObjectNode object = Json.object();
        object.put("name", run.name());
        object.put("complete", plan.complete());
        object.put("operator", plan.operator().orElse(null));
        ArrayNode stages = object.putArray("stages");
        for (Stage stage : plan.stages()) {
            ObjectNode entry = stages.addObject();
            Json.put(entry, "from", stage.from());
            Json.put(entry, "tokens", stage.tokens());
            entry.put("shape", stage.shape().toString());
            entry.put("sequence", stage.view().sequence(stage.shape()));
            entry.put("view", ModelWords.view(stage.shape(), stage.view()));
            entry.put("parameters", stage.parameters());
            Json.put(entry, "flops", stage.flops());
            Json.put(entry, "share", stage.share());
            entry.put("bytes", stage.bytes());
            Json.put(entry, "seconds", stage.seconds());
            stage.trainable().flatMap(Trainable::layers).ifPresent(layers -> layers.forEach(entry.putArray("trains")::add));
        }
        Json.put(object, "flops", plan.totalFlops());
        Json.put(object, "bytes", plan.memory().bytes());
        Json.put(object, "process_bytes", plan.memory().process());
        Json.put(object, "model_bytes", plan.memory().models());
        plan.memory().device().ifPresent(use -> {
            ObjectNode device = object.putObject("device");
            device.put("name", use.name()).put("model", use.memory().device());
            Json.put(device, "bytes", use.bytes());
            Json.put(device, "total_bytes", use.memory().total());
            Json.put(device, "free_bytes", use.memory().free());
        });
        Json.put(object, "seconds", plan.seconds());
        ArrayNode notes = object.putArray("notes");
        plan.notes().forEach(notes::add);
        ArrayNode warnings = object.putArray("warnings");
        plan.warnings().forEach(warnings::add);
        object.put("refusal", plan.refusal().orElse(null));
        return object;
    }
}
