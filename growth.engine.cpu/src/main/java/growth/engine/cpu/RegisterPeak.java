package growth.engine.cpu;

import growth.engine.cpu.kernels.FmaLoop;
import growth.engine.cpu.kernels.KernelLoader;
import growth.engine.cpu.parallel.WorkerTeam;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Measures multiply-adds in registers, with all workers at once: cores that share units or power share them as in training. Each worker
 * takes its fastest tenth of a millisecond or so, since the system takes cores away for longer.
 */
final class RegisterPeak {
    private static final long NANOS = 100_000_000L;
    private static final int ROUNDS = 2_000;
    private static final int CALLS = 25;
    /** The compiler wants many calls of a loop before it takes it over; until then a call takes milliseconds. */
    private static final int FIRST_ROUNDS = 64;
    /** An instruction that takes longer is not compiled: its vectors are objects on the heap. */
    private static final double COMPILED_NANOS = 5;
    private static final long PATIENCE_NANOS = 3_000_000_000L;

    private RegisterPeak() {
    }

    /** Returns the operations per second; empty without the Vector API or its compiler. */
    static OptionalDouble flops(int workers) {
        return KernelLoader.fma().map(maker -> flops(workers, maker.get())).orElseGet(OptionalDouble::empty);
    }

    private static OptionalDouble flops(int workers, FmaLoop loop) {
        double best = 0;
        try (WorkerTeam team = new WorkerTeam("growth-peak", workers)) {
            // how many accumulators suit the processor shows itself
            for (boolean many : new boolean[]{false, true}) {
                if (compiled(loop, many)) {
                    double[] rates = new double[workers];
                    team.run(worker -> rates[worker] = fastest(loop, many));
                    best = Math.max(best, Arrays.stream(rates).sum());
                }
            }
        }
        // workers beyond the cores take turns
        double share = Math.min(1, Runtime.getRuntime().availableProcessors() / (double) workers);
        return best > 0 ? OptionalDouble.of(2 * best * share) : OptionalDouble.empty();
    }

    /** Waits until the loop is compiled, and returns whether it is. */
    private static boolean compiled(FmaLoop loop, boolean many) {
        for (long start = System.nanoTime(); System.nanoTime() - start < PATIENCE_NANOS;) {
            if (rate(loop, many, FIRST_ROUNDS) / loop.width() > 1e9 / COMPILED_NANOS) {
                return true;
            }
        }
        return false;
    }

    private static double fastest(FmaLoop loop, boolean many) {
        double best = 0;
        for (long start = System.nanoTime(); System.nanoTime() - start < NANOS;) {
            best = Math.max(best, rate(loop, many, ROUNDS));
        }
        return best;
    }

    /** Returns the multiply-adds per second of some calls. */
    private static double rate(FmaLoop loop, boolean many, int rounds) {
        long start = System.nanoTime();
        float sum = 0;
        for (int i = 0; i < CALLS; i++) {
            sum += loop.run(rounds, many);
        }
        long took = Math.max(1, System.nanoTime() - start);
        // what nobody reads is not computed
        if (!Float.isFinite(sum)) {
            throw new IllegalStateException("multiply-adds towards a fixed point gave " + sum);
        }
        return (double) CALLS * rounds * loop.perRound(many) / took * 1e9;
    }
}
