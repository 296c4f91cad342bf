package growth.shell.bench;

import growth.runtime.engine.PlacedEngine;
import java.util.OptionalDouble;

/**
 * What the machine was measured to do at most.
 *
 * @param products  products of matrices, operations per second
 * @param registers multiply-adds in registers, operations per second; empty if they were not measured
 */
public record BenchPeak(double products, OptionalDouble registers) {
    /** An engine measures as long as a training may wait; the best of more is steady. */
    private static final int MEASUREMENTS = 4;
    private static final long LONGEST_NANOS = 1_000_000_000L;

    /** Measures an engine's device. */
    static BenchPeak of(PlacedEngine engine, int workers) {
        return new BenchPeak(products(engine, workers), engine.registerPeak(workers));
    }

    /** Measures products of matrices alone: the best of a second, or of four measurements if these are short. */
    public static double products(PlacedEngine engine, int workers) {
        double products = 0;
        long begin = System.nanoTime();
        for (int i = 0; i < MEASUREMENTS && System.nanoTime() - begin < LONGEST_NANOS; i++) {
            products = Math.max(products, engine.peak(workers).flops());
        }
        return products;
    }

    /** Returns the better of two measurements. */
    BenchPeak max(BenchPeak other) {
        return new BenchPeak(Math.max(products, other.products), registers.isEmpty() ? other.registers
                : OptionalDouble.of(Math.max(registers.getAsDouble(), other.registers.orElse(0))));
    }
}
