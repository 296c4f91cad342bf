package growth.testing.ranks;

import growth.api.engine.AllReduce;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The ranks of a data-parallel run as threads of one process, with sums in the order of the ranks. A rank that ends while another one
 * still waits for it breaks that one's sum, as a lost process does.
 */
public final class Ranks {
    private final Object[] given;
    private int arrived;
    private int meeting;
    private boolean ended;

    private Ranks(int size) {
        given = new Object[size];
    }

    /**
     * What a rank does.
     *
     * @param <T> what it returns
     */
    public interface Work<T> {
        /**
         * Does it.
         *
         * @param rank number of the rank, from 0
         * @param sums over all ranks
         */
        T of(int rank, AllReduce sums) throws Exception;
    }

    /** Does something on all ranks at once; returns what each has returned, or throws what one has thrown, preferably by itself. */
    public static <T> List<T> run(int size, Work<T> work) throws Exception {
        // ND4J is not made for two threads that load it at once: they may wait for each other for ever
        Nd4j.scalar(0f);
        Ranks ranks = new Ranks(size);
        ExecutorService threads = Executors.newFixedThreadPool(size);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                int rank = i;
                running.add(threads.submit((Callable<T>) () -> {
                    try {
                        return work.of(rank, ranks.new Rank(rank));
                    } finally {
                        // whoever still waits for this rank does so in vain
                        ranks.end();
                    }
                }));
            }
            return results(running);
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> List<T> results(List<Future<T>> running) throws Exception {
        List<T> results = new ArrayList<>();
        Exception first = null;
        for (Future<T> rank : running) {
            try {
                results.add(rank.get());
            } catch (ExecutionException e) {
                Exception thrown = e.getCause() instanceof Exception exception ? exception : e;
                first = first == null || first instanceof Lost ? thrown : first;
            }
        }
        if (first != null) {
            throw first;
        }
        return results;
    }

    /** Another rank has ended, or has not come to the sum. */
    public static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Lost(Throwable cause) {
            super("another rank of the run was lost", cause);
        }
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Returns when all ranks are here. */
    private synchronized void meet() {
        int present = meeting;
        arrived++;
        if (arrived == given.length) {
            arrived = 0;
            meeting++;
            notifyAll();
        }
        try {
            while (meeting == present && !ended) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new Lost(e);
        }
        if (meeting == present) {
            throw new Lost(null);
        }
    }

    private final class Rank implements AllReduce {
        private final int rank;

        Rank(int rank) {
            this.rank = rank;
        }

        @Override
        public void sum(double[] values) {
            given[rank] = values.clone();
            meet();
            for (int other = 0; other < given.length; other++) {
                double[] theirs = (double[]) given[other];
                requireSameLength(theirs.length, values.length);
                for (int i = 0; i < values.length; i++) {
                    values[i] = other == 0 ? theirs[i] : values[i] + theirs[i];
                }
            }
            meet();
        }

        @Override
        public void sum(INDArray flat) {
            given[rank] = flat.toFloatVector();
            meet();
            float[] sums = ((float[]) given[0]).clone();
            requireSameLength(sums.length, flat.length());
            for (int other = 1; other < given.length; other++) {
                float[] theirs = (float[]) given[other];
                requireSameLength(theirs.length, sums.length);
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += theirs[i];
                }
            }
            flat.assign(Nd4j.createFromArray(sums));
            meet();
        }

        private static void requireSameLength(long theirs, long own) {
            if (theirs != own) {
                throw new IllegalArgumentException("one rank sums " + own + " values, another " + theirs);
            }
        }
    }
}
