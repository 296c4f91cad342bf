package growth.parallel.group;

import growth.api.GrowthException;
import growth.api.engine.AllReduce;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The ranks of a data-parallel run as one of them sees them. One thread of each rank calls the collectives, all ranks in the same order.
 * <p>
 * Every collective throws a {@link GrowthException}: PEER, when another rank was lost, gave up or left, with the rank, its address and what
 * was seen of it; UNEXPECTED, when ranks call different collectives, or the thread is interrupted (it stays so). The group is then of no
 * use any more: all others fail as well, with the reason of the first.
 */
@ProviderType
public interface ProcessGroup extends AllReduce, AutoCloseable {
    /** The most bytes that one broadcast, or all parts of one all-gather together, may have: 1 GiB, half of what a Java array holds. */
    int MOST_BYTES = 1 << 30;

    /** Returns the number of this rank, from 0. */
    int rank();

    /** Returns the number of ranks. */
    int size();

    /** Sums a few numbers over all ranks, in place and in the order of the ranks: {@code 8n(W−1)} bytes a rank. */
    @Override
    void sum(double[] values);

    /**
     * Sums over all ranks in place, each element in a fixed order of the ranks, in float32: {@code 2(W−1)/W · 4n} bytes a rank. All ranks
     * hold the same bits afterwards, and the same values give the same bits again. NaN and infinities pass through.
     *
     * @param flat one-dimensional, float32, contiguous; the same length on all ranks
     */
    @Override
    void sum(INDArray flat);

    /**
     * Returns rank 0's bytes on every rank.
     *
     * @param ofRankZero at most {@link #MOST_BYTES}; not read, and possibly null, on other ranks
     */
    byte[] broadcast(byte[] ofRankZero);

    /**
     * Returns the bytes of all ranks, in their order.
     *
     * @param own this rank's bytes, whose number may differ from rank to rank; all together at most {@link #MOST_BYTES}
     */
    List<byte[]> allGather(byte[] own);

    /** Returns when all ranks have called it. */
    void barrier();

    /** Returns what this rank has exchanged so far. Any thread may call it. */
    Traffic traffic();

    /**
     * Gives up: tells the other ranks why, whose current or next collective fails with it, and closes the group. Any thread may call it. It
     * does nothing if the group has failed or is closed.
     *
     * @param reason one line without this rank's name
     */
    default void abort(String reason) {
        abort(new GrowthException(GrowthException.Kind.PEER, reason));
    }

    /**
     * Gives up as {@link #abort(String)} does, with a failure whose kind becomes that of the other ranks' failures as well: a wrong file or
     * setting is one for all. UNEXPECTED becomes PEER.
     *
     * @param reason its message is one line without this rank's name
     */
    void abort(GrowthException reason);

    /** Leaves: what this rank has sent arrives, and a rank that still waits for more of it fails. Takes some seconds at most. */
    @Override
    void close();
}
