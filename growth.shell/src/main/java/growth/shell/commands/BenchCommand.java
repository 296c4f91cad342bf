package growth.shell.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.model.Family;
import growth.runtime.disk.CheckpointGrower;
import growth.runtime.engine.EngineFacts;
import growth.runtime.engine.LeasedEngine;
import growth.runtime.engine.PlacedEngine;
import growth.runtime.plugins.Catalogue;
import growth.shell.bench.Bench;
import growth.shell.bench.BenchPlan;
import growth.shell.bench.BenchReport;
import growth.shell.bench.BenchResult;
import growth.shell.bench.BenchSize;
import growth.shell.bench.BenchWorker;
import growth.shell.bench.DiskGrowthBench;
import growth.shell.bench.GrowthBench;
import growth.shell.bench.GrowthBenchReport;
import growth.shell.bench.PairedBench;
import growth.shell.bench.Soak;
import growth.shell.bench.SoakReport;
import growth.shell.bench.SoakStage;
import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.text.Json;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures an engine, alone or against another one. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "bench", group = "This machine", order = 80)
@Command(description = "measures an engine's speed and memory against the device's own peak, or against another engine",
        footer = {
            "",
            "Examples:",
            "  growth bench",
            "  growth bench --size L,gpt2-L --steps 20 --workers 4",
            "  growth bench --family vit",
            "  growth bench --engine ENGINE --device cuda --precision bf16 --size 350M",
            "  growth bench --against ENGINE --size S,M",
            "  growth bench --precision bf16 --against cpu:f32 --size M",
            "  growth bench --soak",
            "  growth bench --growth"
        })
public final class BenchCommand implements GrowthCommand {
    private static final int WARMUP_STEPS = 3;
    private static final int GROWTH_STEPS = 10;
    private static final int DISK_ROUNDS = 5;
    private final Catalogue catalogue;
    private final CheckpointGrower grower;
    private final Path program;

    @Option(names = "--size", paramLabel = "SIZE,…", hideParamSyntax = true, split = ",",
            description = "S, M, L (llama), L-1024, L-2048 (L with long sequences), gpt2-S, gpt2-M, gpt2-L, bert, vit; for GPUs 124M, "
                    + "350M, 1B (llama), gpt2-124M, gpt2-350M, gpt2-1B, with as many sequences as fit; or several; default: all of "
                    + "--family for the device but L-1024, L-2048")
    private List<String> sizes = new ArrayList<>();

    @Option(names = "--family", paramLabel = "FAMILY", defaultValue = "llama",
            description = "llama, gpt2, bert or vit; default: ${DEFAULT-VALUE}")
    private String family;

    @Option(names = "--soak", paramLabel = "STEPS", arity = "0..1", fallbackValue = "2000", defaultValue = "0",
            description = "instead runs STEPS steps (2000 if not given) of one session through three growths and reports slow-down "
                    + "and memory")
    private int soak;

    @Option(names = "--growth", description = "instead measures the time and memory of growing a model with moments to 124 M "
            + "parameters, and of growing it on the disk of this folder (2 GB) beyond the disk's own time")
    private boolean growth;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "0",
            description = "measured steps per size; default: as many as fit into --seconds")
    private int steps;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "10",
            description = "seconds of measured steps per size, after as many that only warm up; default: ${DEFAULT-VALUE}")
    private double seconds;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "0", description = "threads; default: one per core")
    private int workers;

    @Option(names = "--rows", paramLabel = "N", defaultValue = "0",
            description = "sequences or images of one step; default: those of the size, or as many as fit by the engine's estimate "
                    + "(8 with --against)")
    private int rows;

    @Mixin
    private EngineFlags computing = new EngineFlags();

    @Option(names = "--against", paramLabel = "ENGINE",
            description = "another engine that computes the same, or ENGINE:FORMAT for another number format: both are measured by "
                    + "turns, and compared by the ratios of their times")
    private String against;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "" + PairedBench.FEWEST_ROUNDS,
            description = "how often each of two engines is measured; default: ${DEFAULT-VALUE}, the fewest")
    private int rounds;

    @Option(names = "--worker", hidden = true, description = "measures what another process asks for, line by line")
    private boolean worker;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            description = "seed of parameters and tokens; default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--json", description = "prints JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Activate
    public BenchCommand(@Reference Catalogue catalogue, @Reference CheckpointGrower grower, BundleContext context) {
        this(catalogue, grower, Path.of(context.getProperty("growth.home")).resolve("bin/growth"));
    }

    /** @param program the installation's start script */
    BenchCommand(Catalogue catalogue, CheckpointGrower grower, Path program) {
        this.catalogue = catalogue;
        this.grower = grower;
        this.program = program;
    }

    @Override
    public int run(Console console) {
        if (steps < 0 || workers < 0 || soak < 0 || rows < 0 || !(seconds > 0)) {
            throw refuse("--steps, --workers, --soak, --rows and --seconds must not be negative");
        }
        if (growth && soak > 0) {
            throw refuse("--soak and --growth are two measurements; give one of them");
        }
        if (against != null && (growth || soak > 0)) {
            throw refuse("--against compares sizes; leave --soak and --growth out");
        }
        if (rounds < PairedBench.FEWEST_ROUNDS) {
            throw refuse("--rounds: fewer than " + PairedBench.FEWEST_ROUNDS + " say nothing about a machine whose speed drifts");
        }
        EnumSet<BenchSize> named = named();
        try (LeasedEngine lease = LeasedEngine.of(catalogue, computing.choice())) {
            PlacedEngine engine = lease.placed();
            List<BenchSize> measured = named.isEmpty() ? BenchSize.of(family(), engine.placement().device().host()) : List.copyOf(named);
            BenchPlan plan = new BenchPlan(workers, steps, seconds, WARMUP_STEPS, seed, rows);
            if (worker) {
                InputStream in = console.in().orElseGet(InputStream::nullInputStream);
                new BenchWorker(engine, plan).run(measured.get(0), new InputStreamReader(in, StandardCharsets.UTF_8), console.out(),
                        console.stop());
                return 0;
            }
            BenchWarnings warnings = new BenchWarnings(console, json, against != null);
            warnings.of(engine);
            Optional<Findings> findings = growth ? growth(engine, console) : soak > 0 ? soak(engine, console)
                    : against != null ? new BenchAgainst(catalogue, program, plan, rounds).run(lease, against, measured, console, warnings)
                    : sizes(engine, measured, plan, console);
            if (console.stop().getAsBoolean() || findings.isEmpty()) {
                return TrainCommand.INTERRUPTED;
            }
            if (json) {
                warnings.writeTo(findings.get().json());
                Json.print(findings.get().json(), console);
            } else {
                findings.get().lines().forEach(console.out()::println);
            }
            return 0;
        }
    }

    /** The measurements, as text and as JSON. */
    record Findings(List<String> lines, ObjectNode json) {
    }

    private static Optional<Findings> sizes(PlacedEngine measured, List<BenchSize> all, BenchPlan plan, Console console) {
        Bench bench = new Bench(measured, plan);
        List<BenchResult> results = bench.run(all, console.stop());
        BenchReport report = new BenchReport(results, EngineFacts.described(measured), bench.workers(), bench.otherPeaks());
        return Optional.of(new Findings(report.lines(console.width()), report.json()));
    }

    private Optional<Findings> soak(PlacedEngine measured, Console console) {
        List<SoakStage> stages = new Soak(measured, workers, seed).run(soak, console.stop());
        return Optional.of(new Findings(SoakReport.lines(stages, console.width()), SoakReport.json(stages)));
    }

    private Optional<Findings> growth(PlacedEngine measured, Console console) {
        Optional<GrowthBench.Growth> memory = new GrowthBench(measured, workers, steps == 0 ? GROWTH_STEPS : steps, seed)
                .run(GrowthBench.gpt2(), console.stop());
        DiskGrowthBench disk = new DiskGrowthBench(grower.on(computing.choice()), console.directory(), DISK_ROUNDS, seed);
        return memory.flatMap(g -> disk.run(g.from(), g.to(), console.stop()).map(took -> new GrowthBenchReport(g, took)))
                .map(report -> new Findings(report.lines(console.width()), report.json()));
    }

    /** Orders small sizes before large ones, so that the highest memory so far belongs to the last size. */
    private EnumSet<BenchSize> named() {
        family();
        EnumSet<BenchSize> measured = EnumSet.noneOf(BenchSize.class);
        for (String size : sizes) {
            measured.add(BenchSize.of(size).orElseThrow(() -> refuse("--size: '" + size + "' is not one of "
                    + String.join(", ", BenchSize.labels()))));
        }
        return measured;
    }

    private Family family() {
        return Family.of(family).orElseThrow(() -> refuse("--family: '" + family + "' is not one of llama, gpt2, bert, vit"));
    }

    private ParameterException refuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    @Override
    public List<String> candidates(String label) {
        return switch (label) {
            case "SIZE,…" -> BenchSize.labels();
            case "FAMILY" -> Arrays.stream(Family.values()).map(Family::id).toList();
            default -> EngineFlags.candidates(label, catalogue);
        };
    }
}
