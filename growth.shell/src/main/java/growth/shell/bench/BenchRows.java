package growth.shell.bench;

import growth.api.Amounts;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.engine.Engine.DeviceMemory;
import growth.api.engine.EngineOptions;
import growth.api.model.View;
import growth.runtime.engine.PlacedEngine;
import growth.runtime.plan.MemoryLimit;
import java.util.Optional;

/** How many sequences or images one step takes. */
final class BenchRows {
    /** Share of free memory that the engine's estimate may take: estimates are rounded, and libraries keep some for themselves. */
    private static final double DEVICE_SHARE = 0.85;
    /** The machine's memory is used by others, too. */
    private static final double HOST_SHARE = 0.5;
    private static final int MOST = 512;

    private BenchRows() {
    }

    /**
     * Returns those of the plan or of the size; for a size that fills a device, the most of 1, 2, 3, 4, 6, 8, 12, … that fit into it by the
     * engine's estimate.
     *
     * @throws GrowthException (CONFIGURATION) if not even one fits
     */
    static int of(PlacedEngine engine, BenchSize size, BenchPlan plan) {
        if (plan.rows() > 0 || !size.fills()) {
            return plan.rows() > 0 ? plan.rows() : size.rows();
        }
        Optional<DeviceMemory> device = engine.engine().deviceMemory(engine.placement());
        double room = device.map(memory -> DEVICE_SHARE * memory.free()).orElseGet(() -> HOST_SHARE * MemoryLimit.now().bytes());
        if (bytes(engine, size, plan, 1) > room) {
            throw new GrowthException(Kind.CONFIGURATION, "bench " + size.label() + ": one sequence needs " + Amounts.bytes(bytes(engine,
                    size, plan, 1)) + ", and " + device.map(DeviceMemory::device).orElse("this machine") + " has room for "
                    + Amounts.bytes(room) + "; choose a smaller --size, or --rows 1 to try nevertheless");
        }
        int best = 1;
        for (int rows = 1; rows <= MOST; rows *= 2) {
            for (int more : new int[] {rows, rows + rows / 2}) {
                best = more <= MOST && bytes(engine, size, plan, more) <= room ? more : best;
            }
        }
        return best;
    }

    private static long bytes(PlacedEngine engine, BenchSize size, BenchPlan plan, int rows) {
        EngineOptions options = EngineOptions.of(plan.workers(), rows, plan.seed()).withPlacement(engine.placement());
        return engine.engine().memory(size.shape(), View.full(), options, 1);
    }
}
