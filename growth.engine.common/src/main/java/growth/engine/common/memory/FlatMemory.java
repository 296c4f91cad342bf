package growth.engine.common.memory;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A flat row of floats, wherever it lies: in the machine's memory or in that of a device. */
public interface FlatMemory extends AutoCloseable {
    /** Returns the number of floats. */
    long length();

    /**
     * Returns a row-major view of the elements from a place on. It does not own them, and shows what they are after {@link #publish}; for
     * elements in a device's memory that is a copy, which is brought up to date by that alone.
     *
     * @param at    first element
     * @param shape the view's shape
     */
    INDArray view(long at, long... shape);

    /** Makes views show the elements as they are now; those of the machine's own memory always do. */
    default void publish() {
    }

    /**
     * Copies an array of any order and number type to the elements from a place on.
     *
     * @param at     first element
     * @param values the array
     * @param shape  its shape
     */
    void assign(long at, INDArray values, long... shape);

    /** Copies n elements from a place on to the start of a heap array; n is below 2²⁸. */
    void read(long at, float[] into, int n);

    /** Sets the elements between two places to 0. */
    void clear(long from, long to);

    /** Releases the memory; views must not be used afterwards. */
    @Override
    void close();

    /**
     * Makes memories of one kind.
     *
     * @param <M> the kind
     */
    interface Source<M extends FlatMemory> {
        /** Returns memory that holds zeros. */
        M zeros(long length);

        /** Returns memory with arbitrary contents, for what will be overwritten. */
        M uninitialised(long length);
    }
}
