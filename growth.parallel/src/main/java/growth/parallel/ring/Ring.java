package growth.parallel.ring;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.parallel.group.Peers;
import growth.parallel.group.ProcessGroup;
import growth.parallel.group.Traffic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A rank's end of the ring: it turns collectives into exchanges, which the ring's thread carries out. */
final class Ring implements ProcessGroup {
    /** Longer than the last words take. */
    private static final long END_SECONDS = 10;

    private final Position position;
    private final Names names;
    private final Link left;
    private final Link right;
    private final RingLoop loop;
    private final Thread thread;
    private final ByteBuffer staging = ByteBuffer.allocateDirect(Frame.MOST);
    private final Object collective = new Object();
    private volatile long collectives;
    private volatile long nanos;

    private Ring(Peers peers, Selector selector, Link left, Link right) {
        position = new Position(peers.rank(), peers.size());
        names = new Names(peers);
        this.left = left;
        this.right = right;
        loop = new RingLoop(selector, left, right, peers.patience());
        thread = new Thread(loop, "growth-ring-" + peers.rank());
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Makes a group of two connections that have shaken hands.
     *
     * @param fromLeft connection that the rank on the left made
     * @param toRight  connection that this rank made
     */
    static Ring of(Peers peers, SocketChannel fromLeft, SocketChannel toRight) throws IOException {
        Position position = new Position(peers.rank(), peers.size());
        Names names = new Names(peers);
        Selector selector = Selector.open();
        return new Ring(peers, selector, new Link(names.rank(position.left()), fromLeft, selector),
                new Link(names.rank(position.right()), toRight, selector));
    }

    /** Begins the first barrier, and returns at once; the future tells when all ranks are there. */
    CompletableFuture<Void> meet() {
        BlockExchange exchange = BlockExchange.gather(opening(Opening.Kind.BARRIER, 0), new byte[0], position);
        collectives++;
        loop.begin(exchange);
        return exchange.done();
    }

    @Override
    public int rank() {
        return position.rank();
    }

    @Override
    public int size() {
        return position.size();
    }

    @Override
    public void sum(double[] values) {
        ByteBuffer own = ByteBuffer.allocate(Math.multiplyExact(values.length, Double.BYTES));
        own.asDoubleBuffer().put(values);
        List<byte[]> all = gather(Opening.Kind.GATHER, own.array(), values.length);
        Arrays.fill(values, 0);
        for (byte[] each : all) {
            ByteBuffer theirs = ByteBuffer.wrap(each);
            for (int i = 0; i < values.length; i++) {
                values[i] += theirs.getDouble();
            }
        }
    }

    @Override
    public void sum(INDArray flat) {
        synchronized (collective) {
            NativeFloats values = new NativeFloats(flat);
            carryOut(new SumExchange(values, opening(Opening.Kind.SUM, values.length()), position, staging));
        }
    }

    @Override
    public byte[] broadcast(byte[] ofRankZero) {
        synchronized (collective) {
            BlockExchange exchange = BlockExchange.broadcast(opening(Opening.Kind.BROADCAST, 0), rank() == 0 ? bounded(ofRankZero) : null,
                    position);
            carryOut(exchange);
            return rank() == 0 ? ofRankZero.clone() : exchange.blocks().get(0);
        }
    }

    @Override
    public List<byte[]> allGather(byte[] own) {
        return gather(Opening.Kind.GATHER, own.clone(), 0);
    }

    @Override
    public void barrier() {
        gather(Opening.Kind.BARRIER, new byte[0], 0);
    }

    private List<byte[]> gather(Opening.Kind kind, byte[] own, long length) {
        synchronized (collective) {
            BlockExchange exchange = BlockExchange.gather(opening(kind, length), bounded(own), position);
            carryOut(exchange);
            byte[][] all = new byte[size()][];
            all[rank()] = own;
            for (int i = 0; i < size() - 1; i++) {
                all[Math.floorMod(rank() - 1 - i, size())] = exchange.blocks().get(i);
            }
            return List.of(all);
        }
    }

    private static byte[] bounded(byte[] block) {
        if (block.length > MOST_BYTES) {
            throw new IllegalArgumentException(block.length + " bytes; " + MOST_BYTES + " may be exchanged at once");
        }
        return block;
    }

    private Opening opening(Opening.Kind kind, long length) {
        return new Opening(kind, collectives + 1, length);
    }

    private void carryOut(Exchange exchange) {
        long begin = System.nanoTime();
        loop.begin(exchange);
        try {
            exchange.done().get();
            collectives++;
        } catch (ExecutionException e) {
            throw again(e.getCause());
        } catch (InterruptedException e) {
            giveUp(exchange);
            Thread.currentThread().interrupt();
            throw new GrowthException(Kind.UNEXPECTED, "interrupted in " + exchange.opening() + " of a data-parallel run", e);
        } finally {
            nanos += System.nanoTime() - begin;
        }
    }

    /** Tells the others, and waits until the memory of the exchange is not in use any more. */
    private void giveUp(Exchange exchange) {
        abort("interrupted");
        try {
            exchange.done().get(END_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            // the interruption is what is told
        }
    }

    private static GrowthException again(Throwable failure) {
        return failure instanceof GrowthException known ? new GrowthException(known.kind(), known.getMessage(), known)
                : new GrowthException(Kind.UNEXPECTED, "the ring of processes stopped: " + failure, failure);
    }

    @Override
    public Traffic traffic() {
        return new Traffic(collectives, right.payload(), left.sent() + right.sent(), left.received() + right.received(), nanos);
    }

    @Override
    public void abort(GrowthException reason) {
        part(new GrowthException(reason.kind(), names.own() + " gave up: " + reason.getMessage(), reason));
    }

    /** Gives up with a failure whose words are those of all ranks. */
    void part(GrowthException reason) {
        loop.fail(reason);
        join();
    }

    @Override
    public void close() {
        loop.close();
        join();
    }

    private void join() {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
