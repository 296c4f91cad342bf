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
    /** Measures an engine's device. */
    static BenchPeak of(PlacedEngine engine, int workers) {
        return new BenchPeak(engine.peak(workers).flops(), engine.registerPeak(workers));
    }

    /** Returns the better of two measurements. */
    BenchPeak max(BenchPeak other) {
        return new BenchPeak(Math.max(products, other.products), registers.isEmpty() ? other.registers
                : OptionalDouble.of(Math.max(registers.getAsDouble(), other.registers.orElse(0))));
    }
}
