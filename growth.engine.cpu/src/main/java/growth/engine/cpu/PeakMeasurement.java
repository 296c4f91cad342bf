package growth.engine.cpu;

import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Gemm;
import growth.engine.cpu.parallel.WorkerTeam;

/** Measures single-precision products of 2048 × 2048 matrices, of which each worker computes a share of the rows. */
final class PeakMeasurement {
    private static final int SIZE = 2048;
    private static final int FEWEST = 5;
    private static final long NANOS = 1_000_000_000L;

    private PeakMeasurement() {
    }

    /** Returns the operations per second of the fastest of several products. */
    static double flops(int workers) {
        try (FloatMemory a = new FloatMemory((long) SIZE * SIZE, workers);
                FloatMemory b = new FloatMemory((long) SIZE * SIZE, workers);
                FloatMemory c = new FloatMemory((long) SIZE * SIZE, workers);
                WorkerTeam team = new WorkerTeam("growth-peak", workers)) {
            fill(a);
            fill(b);
            long best = Long.MAX_VALUE;
            long start = System.nanoTime();
            for (int i = 0; i < FEWEST || System.nanoTime() - start < NANOS; i++) {
                long before = System.nanoTime();
                team.run(worker -> multiply(worker, workers, a, b, c));
                best = Math.min(best, System.nanoTime() - before);
            }
            return 2.0 * SIZE * SIZE * SIZE / best * NANOS;
        }
    }

    private static void multiply(int worker, int workers, FloatMemory a, FloatMemory b, FloatMemory c) {
        int from = SIZE * worker / workers;
        int rows = SIZE * (worker + 1) / workers - from;
        long at = (long) from * SIZE;
        new Gemm(worker).left(a, at, SIZE).right(b, 0, SIZE).into(c, at, SIZE).multiply(rows, SIZE, SIZE);
    }

    private static void fill(FloatMemory memory) {
        float[] row = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            for (int j = 0; j < SIZE; j++) {
                row[j] = (float) Math.sin(i + 0.1 * j);
            }
            memory.write((long) i * SIZE, row, SIZE);
        }
    }
}
