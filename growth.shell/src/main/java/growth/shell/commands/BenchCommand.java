package growth.shell.commands;

import growth.api.engine.Engine;
import growth.runtime.catalogue.Catalogue;
import growth.runtime.catalogue.Lease;
import growth.runtime.catalogue.PluginKind;
import growth.shell.bench.Bench;
import growth.shell.bench.BenchPlan;
import growth.shell.bench.BenchReport;
import growth.shell.bench.BenchResult;
import growth.shell.bench.BenchSize;
import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.plugins.PluginShelf;
import growth.shell.text.Json;
import java.util.EnumSet;
import java.util.List;
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
            "  growth bench --size L --steps 20 --workers 4"
        })
public final class BenchCommand implements GrowthCommand {
    private static final int WARMUP_STEPS = 3;
    private final Catalogue catalogue;

    @Option(names = "--size", paramLabel = "SIZE,…", hideParamSyntax = true, split = ",", defaultValue = "S,M,L",
            description = "S, M or L (4, 6 or 12 layers of 128, 256 or 512), or several; default: ${DEFAULT-VALUE}")
    private List<BenchSize> sizes;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "0",
            description = "measured steps per size; default: as many as fit into --seconds")
    private int steps;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "10",
            description = "time for the measured steps of one size; default: ${DEFAULT-VALUE}")
    private double seconds;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "0", description = "threads; default: one per core")
    private int workers;

    @Option(names = "--engine", paramLabel = "ENGINE", defaultValue = "cpu", description = "the engine; default: ${DEFAULT-VALUE}")
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
        if (steps < 0 || workers < 0 || !(seconds > 0)) {
            throw new ParameterException(spec.commandLine(), "--steps, --workers and --seconds must not be negative");
        }
        try (Lease<Engine> lease = catalogue.engine(engine)) {
            Bench bench = new Bench(lease.get(), new BenchPlan(workers, steps, seconds, WARMUP_STEPS, seed));
            // small before large, so that the highest memory so far is that of the last size
            List<BenchResult> results = bench.run(List.copyOf(EnumSet.copyOf(sizes)), console.stop());
            if (console.stop().getAsBoolean()) {
                return TrainCommand.INTERRUPTED;
            }
            if (json) {
                Json.print(BenchReport.json(results, lease.get().description(), bench.workers()), console);
            } else {
                BenchReport.lines(results, lease.get().description(), bench.workers(), console.width()).forEach(console.out()::println);
            }
            return 0;
        }
    }

    @Override
    public List<String> candidates(String label) {
        return label.equals("ENGINE") ? new PluginShelf(catalogue, PluginKind.ENGINE).usable() : List.of();
    }
}
