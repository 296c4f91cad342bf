package growth.runtime.fake;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.parallel.group.ProcessGroup;
import growth.parallel.group.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Ranks that are threads of one process: sums are made in the order of the ranks, and ranks that call different things fail. */
public final class MemoryGroup implements ProcessGroup {
    private static final long SECONDS = 60;

    /** What all share. */
    private record Table(Object[] given, CyclicBarrier all, AtomicReference<GrowthException> failure) {
    }

    private record Given(String call, Object value) {
    }

    private final int rank;
    private final Table table;
    private final AtomicLong collectives = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    private MemoryGroup(int rank, Table table) {
        this.rank = rank;
        this.table = table;
    }

    /** Returns the ranks of a group. */
    public static List<ProcessGroup> of(int size) {
        Table table = new Table(new Object[size], new CyclicBarrier(size), new AtomicReference<>());
        List<ProcessGroup> ranks = new ArrayList<>();
        for (int rank = 0; rank < size; rank++) {
            ranks.add(new MemoryGroup(rank, table));
        }
        return ranks;
    }

    private <T> T together(String call, Object own, Function<List<Object>, T> result) {
        collectives.incrementAndGet();
        table.given[rank] = new Given(call, own);
        await();
        List<Object> values = new ArrayList<>();
        for (Object each : table.given) {
            Given given = (Given) each;
            if (!given.call.equals(call)) {
                throw fail(new GrowthException(Kind.UNEXPECTED, "one rank calls " + call + ", another " + given.call));
            }
            values.add(given.value);
        }
        T all = result.apply(values);
        await();
        return all;
    }

    private void await() {
        try {
            if (table.failure.get() != null) {
                throw fail(table.failure.get());
            }
            table.all.await(SECONDS, TimeUnit.SECONDS);
        } catch (BrokenBarrierException | TimeoutException | InterruptedException e) {
            throw fail(table.failure.get() == null ? new GrowthException(Kind.PEER, "a rank does not come") : table.failure.get());
        }
    }

    private GrowthException fail(GrowthException reason) {
        table.failure.compareAndSet(null, reason);
        table.all.reset();
        return new GrowthException(reason.kind(), reason.getMessage());
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return table.given.length;
    }

    @Override
    public void sum(double[] values) {
        double[] sums = together("sum of " + values.length, values.clone(), all -> {
            double[] total = new double[values.length];
            all.forEach(each -> {
                for (int i = 0; i < total.length; i++) {
                    total[i] += ((double[]) each)[i];
                }
            });
            return total;
        });
        bytes.addAndGet(8L * values.length);
        System.arraycopy(sums, 0, values, 0, sums.length);
    }

    @Override
    public void sum(INDArray flat) {
        INDArray sums = together("sum of array " + flat.length(), flat.dup(), all -> {
            INDArray total = ((INDArray) all.get(0)).dup();
            all.stream().skip(1).forEach(each -> total.addi((INDArray) each));
            return total;
        });
        bytes.addAndGet(4 * flat.length());
        flat.assign(sums);
    }

    @Override
    public byte[] broadcast(byte[] ofRankZero) {
        return together("broadcast", ofRankZero, all -> ((byte[]) all.get(0)).clone());
    }

    @Override
    public List<byte[]> allGather(byte[] own) {
        return together("allGather", own, all -> all.stream().map(each -> ((byte[]) each).clone()).toList());
    }

    @Override
    public void barrier() {
        together("barrier", 0, all -> all);
    }

    @Override
    public Traffic traffic() {
        return new Traffic(collectives.get(), bytes.get(), bytes.get(), bytes.get(), 0);
    }

    @Override
    public void abort(GrowthException reason) {
        fail(reason.saying("rank " + rank + " gave up: " + reason.getMessage()));
    }

    @Override
    public void close() {
        // threads end by themselves
    }
}
