package growth.engine.cpu;

import growth.engine.cpu.memory.Bf16Memory;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Gemm;
import growth.engine.cpu.memory.NativeMemory;
import growth.engine.cpu.onednn.OneDnn;
import growth.engine.cpu.parallel.WorkerTeam;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Measures products of 2048 × 2048 matrices, of which each worker computes a share of the rows. */
final class PeakMeasurement {
    private static final int SIZE = 2048;
    private static final int FEWEST = 4;
    private static final long NANOS = 1_000_000_000L;
    /** Every training waits for it; who needs the best of more products measures again. */
    private static final long SHORTEST = NANOS / 8;

    private PeakMeasurement() {
    }

    /**
     * Returns the operations per second of the fastest of several products in single precision, which the libraries compute by turns.
     *
     * @param oneDnn computes every second one, if it is there
     */
    static double flops(int workers, Optional<OneDnn> oneDnn) {
        List<Gemm> blas = gemms(workers, Optional.empty());
        List<Gemm> others = gemms(workers, oneDnn);
        try (FloatMemory a = filled(workers); FloatMemory b = filled(workers);
                FloatMemory c = new FloatMemory((long) SIZE * SIZE, workers);
                WorkerTeam team = new WorkerTeam("growth-peak", workers)) {
            return fastest(team, oneDnn, i -> worker -> multiply((i % 2 == 0 ? blas : others).get(worker), worker, workers, a, b, c));
        } finally {
            others.forEach(Gemm::close);
        }
    }

    /** Returns the operations per second of the fastest of several products of bf16 numbers, summed in single precision. */
    static double bf16Flops(int workers, OneDnn oneDnn) {
        List<Gemm> gemms = gemms(workers, Optional.of(oneDnn));
        try (FloatMemory a = filled(workers); FloatMemory c = new FloatMemory((long) SIZE * SIZE, workers);
                Bf16Memory left = new Bf16Memory((long) SIZE * SIZE); Bf16Memory right = new Bf16Memory((long) SIZE * SIZE);
                WorkerTeam team = new WorkerTeam("growth-peak", workers)) {
            gemms.get(0).convert(a, 0, left, 0, new Gemm.Sizes(SIZE, SIZE, SIZE));
            gemms.get(0).convert(a, 0, right, 0, new Gemm.Sizes(SIZE, SIZE, SIZE));
            return fastest(team, Optional.of(oneDnn), i -> worker -> multiply(gemms.get(worker), worker, workers, left, right, c));
        } finally {
            gemms.forEach(Gemm::close);
        }
    }

    /** @param product returns what each worker does of the product of that number */
    private static double fastest(WorkerTeam team, Optional<OneDnn> oneDnn, IntFunction<IntConsumer> product) {
        long best = Long.MAX_VALUE;
        long start = System.nanoTime();
        for (int i = 0; i < FEWEST || System.nanoTime() - start < SHORTEST; i++) {
            IntConsumer work = product.apply(i);
            IntConsumer alone = oneDnn.isPresent() ? oneDnn.get().onCallersThread(work) : work;
            long before = System.nanoTime();
            team.run(alone);
            best = Math.min(best, System.nanoTime() - before);
        }
        return 2.0 * SIZE * SIZE * SIZE / best * NANOS;
    }

    private static List<Gemm> gemms(int workers, Optional<OneDnn> oneDnn) {
        return IntStream.range(0, workers).mapToObj(worker -> new Gemm(worker, oneDnn)).toList();
    }

    private static void multiply(Gemm gemm, int worker, int workers, NativeMemory a, NativeMemory b, FloatMemory c) {
        int from = SIZE * worker / workers;
        int rows = SIZE * (worker + 1) / workers - from;
        long at = (long) from * SIZE;
        gemm.left(a, at, SIZE).right(b, 0, SIZE).into(c, at, SIZE).multiply(rows, SIZE, SIZE);
    }

    private static FloatMemory filled(int workers) {
        FloatMemory memory = new FloatMemory((long) SIZE * SIZE, workers);
        float[] row = new float[SIZE];
        for (int j = 0; j < SIZE; j++) {
            row[j] = (float) Math.sin(0.1 * j);
        }
        for (int i = 0; i < SIZE; i++) {
            memory.write((long) i * SIZE, row, SIZE);
        }
        return memory;
    }
}
