package growth.shell.commands;

import growth.api.engine.Placement;
import growth.api.engine.Precision;
import growth.runtime.engine.EngineChoice;
import growth.runtime.engine.LeasedEngine;
import growth.runtime.engine.PlacedEngine;
import growth.runtime.plugins.Catalogue;
import growth.shell.bench.BenchPlan;
import growth.shell.bench.BenchSize;
import growth.shell.bench.PairedBench;
import growth.shell.bench.PairedReport;
import growth.shell.bench.PairedResult;
import growth.shell.command.Console;
import growth.shell.commands.BenchCommand.Findings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Measures the chosen engine and another one by turns, each in a process of this installation.
 *
 * @param catalogue where engines are found
 * @param program   the installation's start script
 * @param plan      what to measure
 * @param rounds    how often each engine is measured
 */
record BenchAgainst(Catalogue catalogue, Path program, BenchPlan plan, int rounds) {
    private static final String AGAINST = "--against";
    /** Engines sum in other orders: what CPU and libtorch differ by is a hundredth of this. */
    private static final double SAME = 1e-4;
    /** Numbers of 8 bits: each engine rounds otherwise, and the steps carry it on. */
    private static final double ROUNDED = 1e-2;

    /**
     * Returns the findings; empty after a stop.
     *
     * @param first    the engine that is measured
     * @param other    what it is measured against: an engine's name, or {@code ENGINE:FORMAT}; it gets the same device, and the same
     *                 number format if it names none
     * @param warnings takes what hinders the other one
     */
    Optional<Findings> run(LeasedEngine first, String other, List<BenchSize> sizes, Console console,
            BenchWarnings warnings) {
        String[] parts = other.split(":", 2);
        Placement placement = first.placed().placement();
        Precision own = placement.precision();
        Precision others = parts.length == 1 ? own : EngineFlags.format(AGAINST, parts[1]);
        EngineChoice choice = new EngineChoice(Optional.of(parts[0]), placement.withPrecision(others),
                Map.of("kind", AGAINST, "precision", AGAINST));
        Map<String, Side> sides = new LinkedHashMap<>();
        try (LeasedEngine second = LeasedEngine.of(catalogue, choice)) {
            List<String> names = names(first.placed(), second.placed());
            warnings.of(second.placed());
            sides.put(names.get(0), side(first));
            sides.put(names.get(1), side(second));
            double tolerance = own == Precision.BF16 || others == Precision.BF16 ? ROUNDED : SAME;
            PairedBench bench = new PairedBench(plan, rounds, tolerance);
            List<PairedResult> results = new ArrayList<>();
            for (BenchSize size : sizes) {
                Optional<PairedResult> result = bench.run(size, names, (name, of, rows) -> PairedBench.start(program,
                        arguments(sides.get(name), of, rows), sides.get(name).environment(), name), console.stop());
                if (result.isEmpty()) {
                    return Optional.empty();
                }
                results.add(result.get());
            }
            return Optional.of(new Findings(PairedReport.lines(results, plan.warmup(), tolerance, console.width()),
                    PairedReport.json(results, tolerance)));
        }
    }

    /** Returns different names for both: their kinds, with the number formats if these differ. */
    private static List<String> names(PlacedEngine first, PlacedEngine second) {
        if (first.placement().precision() != second.placement().precision()) {
            return Stream.of(first, second).map(engine -> engine.kind() + " " + engine.placement().precision()).toList();
        }
        return List.of(first.kind(), first.kind().equals(second.kind()) ? second.kind() + " again" : second.kind());
    }

    private record Side(List<String> flags, Map<String, String> environment) {
    }

    private Side side(LeasedEngine engine) {
        int workers = plan.workers() == 0 ? engine.placed().engine().defaultWorkers() : plan.workers();
        return new Side(List.of("--engine", engine.placed().kind(), "--device", engine.placed().placement().device().toString(),
                "--precision", engine.placed().placement().precision().toString(), "--workers", String.valueOf(workers)),
                engine.placed().engine().environment(workers));
    }

    private List<String> arguments(Side side, BenchSize size, int rows) {
        List<String> arguments = new ArrayList<>(List.of("bench", "--worker"));
        arguments.addAll(side.flags());
        arguments.addAll(List.of("--size", size.label(), "--rows", String.valueOf(rows), "--seed", String.valueOf(plan.seed())));
        return arguments;
    }
}
