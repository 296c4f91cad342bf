package growth.shell.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.engine.Engine;
import growth.api.model.Family;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.Lease;
import growth.runtime.plugins.PluginKind;
import growth.shell.bench.Bench;
import growth.shell.bench.BenchPlan;
import growth.shell.bench.BenchReport;
import growth.shell.bench.BenchResult;
import growth.shell.bench.BenchSize;
import growth.shell.bench.GrowthBench;
import growth.shell.bench.GrowthBenchReport;
import growth.shell.bench.Soak;
import growth.shell.bench.SoakReport;
import growth.shell.bench.SoakStage;
import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.plugins.PluginShelf;
import growth.shell.text.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the engine. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "bench", group = "This machine", order = 80)
@Command(description = "measures the engine's speed and memory against this machine's own peak",
        footer = {
            "",
            "Examples:",
            "  growth bench",
            "  growth bench --size L,gpt2-L --steps 20 --workers 4",
            "  growth bench --family vit",
            "  growth bench --soak",
            "  growth bench --growth"
        })
public final class BenchCommand implements GrowthCommand {
    private static final int WARMUP_STEPS = 3;
    private static final int GROWTH_STEPS = 10;
    private final Catalogue catalogue;

    @Option(names = "--size", paramLabel = "SIZE,…", hideParamSyntax = true, split = ",",
            description = "S, M or L (llama), gpt2-S, gpt2-M, gpt2-L, bert, vit, or several; default: all of --family")
    private List<String> sizes = new ArrayList<>();

    @Option(names = "--family", paramLabel = "FAMILY", defaultValue = "llama",
            description = "llama, gpt2, bert or vit; default: ${DEFAULT-VALUE}")
    private String family;

    @Option(names = "--soak", paramLabel = "STEPS", arity = "0..1", fallbackValue = "2000", defaultValue = "0",
            description = "instead runs STEPS steps (2000 if not given) of one session through three growths and reports slow-down "
                    + "and memory")
    private int soak;

    @Option(names = "--growth", description = "instead measures the time and memory of one growth of a model with 124 M parameters")
    private boolean growth;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "0",
            description = "measured steps per size; default: as many as fit into --seconds")
    private int steps;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "10",
            description = "seconds of measured steps per size; default: ${DEFAULT-VALUE}")
    private double seconds;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "0", description = "threads; default: one per core")
    private int workers;

    @Option(names = "--engine", paramLabel = "ENGINE", defaultValue = "cpu", description = "engine to measure; default: ${DEFAULT-VALUE}")
    private String engine;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            description = "seed of parameters and tokens; default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--json", description = "prints JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Activate
    public BenchCommand(@Reference Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public int run(Console console) {
        if (steps < 0 || workers < 0 || soak < 0 || !(seconds > 0)) {
            throw refuse("--steps, --workers, --soak and --seconds must not be negative");
        }
        if (growth && soak > 0) {
            throw refuse("--soak and --growth are two measurements; give one of them");
        }
        EnumSet<BenchSize> measured = measured();
        try (Lease<Engine> lease = catalogue.engine(engine)) {
            Optional<Findings> findings = growth ? growth(lease.get(), console) : soak > 0 ? soak(lease.get(), console)
                    : sizes(lease.get(), List.copyOf(measured), console);
            if (console.stop().getAsBoolean() || findings.isEmpty()) {
                return TrainCommand.INTERRUPTED;
            }
            if (json) {
                Json.print(findings.get().json(), console);
            } else {
                findings.get().lines().forEach(console.out()::println);
            }
            return 0;
        }
    }

    /** The measurements, as text and as JSON. */
    private record Findings(List<String> lines, ObjectNode json) {
    }

    private Optional<Findings> sizes(Engine measured, List<BenchSize> all, Console console) {
        Bench bench = new Bench(measured, new BenchPlan(workers, steps, seconds, WARMUP_STEPS, seed));
        List<BenchResult> results = bench.run(all, console.stop());
        return Optional.of(new Findings(BenchReport.lines(results, measured.description(), bench.workers(), console.width()),
                BenchReport.json(results, measured.description(), bench.workers())));
    }

    private Optional<Findings> soak(Engine measured, Console console) {
        List<SoakStage> stages = new Soak(measured, workers, seed).run(soak, console.stop());
        return Optional.of(new Findings(SoakReport.lines(stages, console.width()), SoakReport.json(stages)));
    }

    private Optional<Findings> growth(Engine measured, Console console) {
        return new GrowthBench(measured, workers, steps == 0 ? GROWTH_STEPS : steps, seed).run(GrowthBench.gpt2(), console.stop())
                .map(g -> new Findings(GrowthBenchReport.lines(g, console.width()), GrowthBenchReport.json(g)));
    }

    /** Orders small sizes before large ones, so that the highest memory so far belongs to the last size. */
    private EnumSet<BenchSize> measured() {
        EnumSet<BenchSize> measured = EnumSet.noneOf(BenchSize.class);
        if (sizes.isEmpty()) {
            measured.addAll(BenchSize.of(Family.of(family).orElseThrow(() -> refuse("--family: '" + family
                    + "' is not one of llama, gpt2, bert, vit"))));
        }
        for (String size : sizes) {
            measured.add(BenchSize.of(size).orElseThrow(() -> refuse("--size: '" + size + "' is not one of "
                    + String.join(", ", BenchSize.labels()))));
        }
        return measured;
    }

    private ParameterException refuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    @Override
    public List<String> candidates(String label) {
        return switch (label) {
            case "ENGINE" -> new PluginShelf(catalogue, PluginKind.ENGINE).usable();
            case "SIZE,…" -> BenchSize.labels();
            case "FAMILY" -> Arrays.stream(Family.values()).map(Family::id).toList();
            default -> List.of();
        };
    }
}
