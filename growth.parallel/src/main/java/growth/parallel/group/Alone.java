package growth.parallel.group;

import growth.api.GrowthException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A group of one rank. */
final class Alone implements ProcessGroup {
    private final AtomicLong collectives = new AtomicLong();

    @Override
    public int rank() {
        return 0;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public void sum(double[] values) {
        collectives.incrementAndGet();
    }

    @Override
    public void sum(INDArray flat) {
        collectives.incrementAndGet();
    }

    @Override
    public byte[] broadcast(byte[] ofRankZero) {
        collectives.incrementAndGet();
        return ofRankZero.clone();
    }

    @Override
    public List<byte[]> allGather(byte[] own) {
        collectives.incrementAndGet();
        return List.of(own.clone());
    }

    @Override
    public void barrier() {
        collectives.incrementAndGet();
    }

    @Override
    public Traffic traffic() {
        return new Traffic(collectives.get(), 0, 0, 0, 0);
    }

    @Override
    public void abort(GrowthException reason) {
        // nobody is there to be told
    }

    @Override
    public void close() {
        // nothing is held
    }
}
