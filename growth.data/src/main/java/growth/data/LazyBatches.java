package growth.data;

import growth.api.data.Batch;
import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.IntFunction;

/** Batches that are made on demand, so that no more than one of them need be in memory. */
public final class LazyBatches extends AbstractList<Batch> implements RandomAccess {
    private final int size;
    private final IntFunction<Batch> batches;

    /**
     * Makes a list of batches.
     *
     * @param size    how many
     * @param batches number of a batch, from 0 → the batch; the same one each time
     */
    public LazyBatches(int size, IntFunction<Batch> batches) {
        this.size = size;
        this.batches = batches;
    }

    /** Makes batches of rows that stand one after the other. */
    @FunctionalInterface
    public interface Maker {
        /**
         * Makes a batch.
         *
         * @param first number of the first row
         * @param rows  how many there are
         */
        Batch batch(long first, int rows);
    }

    /**
     * Makes a list of batches that divide rows among them.
     *
     * @param total rows of all batches together
     * @param rows  rows of a batch; the last one may have fewer
     */
    public static LazyBatches of(long total, int rows, Maker maker) {
        long count = total / rows + (total % rows == 0 ? 0 : 1);
        return new LazyBatches(Math.toIntExact(count), i -> {
            long first = (long) i * rows;
            return maker.batch(first, (int) Math.min(rows, total - first));
        });
    }

    @Override
    public Batch get(int index) {
        return batches.apply(Objects.checkIndex(index, size));
    }

    @Override
    public int size() {
        return size;
    }
}
