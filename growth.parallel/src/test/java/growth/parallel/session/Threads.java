package growth.parallel.session;

import growth.api.GrowthException;
import growth.parallel.group.ProcessGroup;
import growth.parallel.group.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Ranks that are threads of one process, and sum through its memory. */
final class Threads {
    private final INDArray[] arrays;
    private final double[][] numbers;
    private final CyclicBarrier barrier;
    /** Numbers that one rank gave to sums of float32. */
    long summed;

    Threads(int size) {
        arrays = new INDArray[size];
        numbers = new double[size][];
        barrier = new CyclicBarrier(size);
        // ND4J is not made for two threads that load it at once: they may wait for each other for ever
        Nd4j.scalar(0f);
    }

    ProcessGroup rank(int rank) {
        return new ProcessGroup() {
            @Override
            public void sum(double[] values) {
                numbers[rank] = values.clone();
                await();
                for (int i = 0; i < values.length; i++) {
                    values[i] = 0;
                    for (double[] of : numbers) {
                        values[i] += of[i];
                    }
                }
                await();
            }

            @Override
            public void sum(INDArray flat) {
                arrays[rank] = flat.dup();
                await();
                flat.assign(0);
                for (INDArray of : arrays) {
                    flat.addi(of);
                }
                summed += rank == 0 ? flat.length() : 0;
                await();
            }

            @Override
            public int rank() {
                return rank;
            }

            @Override
            public int size() {
                return arrays.length;
            }

            @Override
            public byte[] broadcast(byte[] ofRankZero) {
                throw new UnsupportedOperationException();
            }

            @Override
            public List<byte[]> allGather(byte[] own) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void barrier() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Traffic traffic() {
                throw new UnsupportedOperationException();
            }

            @Override
            public void abort(GrowthException reason) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
    }

    private void await() {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns what each rank returns. */
    <T> List<T> run(IntFunction<T> rank) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(arrays.length);
        try {
            List<Future<T>> begun = new ArrayList<>();
            for (int r = 0; r < arrays.length; r++) {
                int number = r;
                begun.add(threads.submit(() -> rank.apply(number)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : begun) {
                results.add(one.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
