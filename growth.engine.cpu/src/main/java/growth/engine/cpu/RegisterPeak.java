package growth.engine.cpu;

import growth.engine.cpu.kernels.FmaLoop;
import growth.engine.cpu.kernels.KernelLoader;
import growth.engine.cpu.parallel.WorkerTeam;
import java.util.OptionalDouble;

/** Measures multiply-adds in registers, with all workers at once: cores that share units or power share them as in training. */
final class RegisterPeak {
    private static final long NANOS = 150_000_000L;
    /** Time of a task, beside which it does not count that workers begin one after the other. */
    private static final long TASK_NANOS = 5_000_000L;
    private static final int ROUNDS = 2_000;
    /** The compiler wants many calls of a loop before it takes it over; until then a call takes milliseconds. */
    private static final int FIRST_ROUNDS = 64;
    private static final int FIRST_CALLS = 20;
    /** An instruction that takes longer is not compiled: its vectors are objects on the heap. */
    private static final double COMPILED_NANOS = 5;
    private static final long PATIENCE_NANOS = 3_000_000_000L;

    private RegisterPeak() {
    }

    /** Returns the operations per second of the fastest of several tasks; empty without the Vector API or its compiler. */
    static OptionalDouble flops(int workers) {
        return KernelLoader.fma().map(maker -> flops(workers, maker.get())).orElseGet(OptionalDouble::empty);
    }

    private static OptionalDouble flops(int workers, FmaLoop loop) {
        double best = 0;
        try (WorkerTeam team = new WorkerTeam("growth-peak", workers)) {
            // how many accumulators suit the processor shows itself
            for (boolean many : new boolean[]{false, true}) {
                if (compiled(loop, many)) {
                    best = Math.max(best, flops(team, loop, many));
                }
            }
        }
        return best > 0 ? OptionalDouble.of(best) : OptionalDouble.empty();
    }

    /** Waits until the loop is compiled, and returns whether it is. */
    private static boolean compiled(FmaLoop loop, boolean many) {
        double instructions = (double) FIRST_CALLS * FIRST_ROUNDS * loop.perRound(many) / loop.width();
        for (long start = System.nanoTime(); System.nanoTime() - start < PATIENCE_NANOS;) {
            long before = System.nanoTime();
            run(loop, many, FIRST_ROUNDS, FIRST_CALLS);
            if ((System.nanoTime() - before) / instructions < COMPILED_NANOS) {
                return true;
            }
        }
        return false;
    }

    private static double flops(WorkerTeam team, FmaLoop loop, boolean many) {
        double best = 0;
        int calls = 1;
        for (long start = System.nanoTime(); System.nanoTime() - start < NANOS;) {
            int now = calls;
            long before = System.nanoTime();
            team.run(worker -> run(loop, many, ROUNDS, now));
            long took = Math.max(1, System.nanoTime() - before);
            best = Math.max(best, 2.0 * team.size() * now * ROUNDS * loop.perRound(many) / took * 1e9);
            calls = (int) Math.max(1, Math.min(Short.MAX_VALUE, now * TASK_NANOS / took));
        }
        return best;
    }

    private static void run(FmaLoop loop, boolean many, int rounds, int calls) {
        float sum = 0;
        for (int i = 0; i < calls; i++) {
            sum += loop.run(rounds, many);
        }
        // what nobody reads is not computed
        if (!Float.isFinite(sum)) {
            throw new IllegalStateException("multiply-adds towards a fixed point gave " + sum);
        }
    }
}
