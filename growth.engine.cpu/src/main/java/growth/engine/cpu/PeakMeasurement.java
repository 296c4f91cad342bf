package growth.engine.cpu;

import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Gemm;
import growth.engine.cpu.onednn.OneDnn;
import growth.engine.cpu.parallel.WorkerTeam;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Measures single-precision products of 2048 × 2048 matrices, of which each worker computes a share of the rows. */
final class PeakMeasurement {
    private static final int SIZE = 2048;
    private static final int FEWEST = 5;
    private static final long NANOS = 1_000_000_000L;

    private PeakMeasurement() {
    }

    /**
     * Returns the operations per second of the fastest of several products, which the libraries compute by turns.
     *
     * @param oneDnn computes every second one, if it is there
     */
    static double flops(int workers, Optional<OneDnn> oneDnn) {
        List<Gemm> blas = gemms(workers, Optional.empty());
        List<Gemm> others = gemms(workers, oneDnn);
        try (FloatMemory a = new FloatMemory((long) SIZE * SIZE, workers);
                FloatMemory b = new FloatMemory((long) SIZE * SIZE, workers);
                FloatMemory c = new FloatMemory((long) SIZE * SIZE, workers);
                WorkerTeam team = new WorkerTeam("growth-peak", workers)) {
            fill(a);
            fill(b);
            long best = Long.MAX_VALUE;
            long start = System.nanoTime();
            for (int i = 0; i < FEWEST || System.nanoTime() - start < NANOS; i++) {
                List<Gemm> gemms = i % 2 == 0 ? blas : others;
                IntConsumer product = worker -> multiply(gemms.get(worker), worker, workers, a, b, c);
                IntConsumer work = oneDnn.isPresent() ? oneDnn.get().onCallersThread(product) : product;
                long before = System.nanoTime();
                team.run(work);
                best = Math.min(best, System.nanoTime() - before);
            }
            return 2.0 * SIZE * SIZE * SIZE / best * NANOS;
        } finally {
            others.forEach(Gemm::close);
        }
    }

    private static List<Gemm> gemms(int workers, Optional<OneDnn> oneDnn) {
        return IntStream.range(0, workers).mapToObj(worker -> new Gemm(worker, oneDnn)).toList();
    }

    private static void multiply(Gemm gemm, int worker, int workers, FloatMemory a, FloatMemory b, FloatMemory c) {
        int from = SIZE * worker / workers;
        int rows = SIZE * (worker + 1) / workers - from;
        long at = (long) from * SIZE;
        gemm.left(a, at, SIZE).right(b, 0, SIZE).into(c, at, SIZE).multiply(rows, SIZE, SIZE);
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
