package growth.parallel.ring;

import growth.parallel.group.ProcessGroup;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Blocks of bytes that go round the ring: a broadcast of one, or an all-gather of one from each rank. A block is its length and its bytes.
 */
final class BlockExchange extends Exchange {
    private final int expected;
    private final int forwarded;
    private final List<byte[]> blocks = new ArrayList<>();
    private final Deque<ByteBuffer> out = new ArrayDeque<>();
    private ByteBuffer place;
    /** Bytes of the block that is coming; null before its length has come. */
    private byte[] coming;
    private int come;
    private long total;

    private BlockExchange(Opening opening, int expected, int forwarded) {
        super(opening);
        this.expected = expected;
        this.forwarded = forwarded;
    }

    /** Returns a broadcast of rank 0's bytes. */
    static BlockExchange broadcast(Opening opening, byte[] ofRankZero, Position position) {
        boolean first = position.rank() == 0;
        boolean last = position.rank() == position.size() - 1;
        BlockExchange exchange = new BlockExchange(opening, first ? 0 : 1, first || last ? 0 : 1);
        if (first) {
            exchange.send(ofRankZero);
        }
        return exchange;
    }

    /** Returns an all-gather of every rank's bytes. */
    static BlockExchange gather(Opening opening, byte[] own, Position position) {
        BlockExchange exchange = new BlockExchange(opening, position.size() - 1, position.size() - 2);
        exchange.total = own.length;
        exchange.send(own);
        return exchange;
    }

    /** Returns what has come, the left neighbour's block first, then that of the one before it. */
    List<byte[]> blocks() {
        return blocks;
    }

    private void send(byte[] block) {
        out.add(ByteBuffer.allocate(Integer.BYTES).putInt(block.length).flip());
        for (int at = 0; at < block.length; at += Frame.MOST) {
            out.add(ByteBuffer.wrap(block, at, Math.min(Frame.MOST, block.length - at)));
        }
    }

    @Override
    boolean speaks() {
        return opening().kind() != Opening.Kind.BROADCAST || expected == 0 || forwarded > 0;
    }

    @Override
    boolean listens() {
        return expected > 0;
    }

    @Override
    ByteBuffer next() {
        return out.poll();
    }

    @Override
    ByteBuffer place(int bytes) {
        int due = received() ? -1 : coming == null ? Integer.BYTES : Math.min(Frame.MOST, coming.length - come);
        if (bytes != due) {
            return null;
        }
        place = coming == null ? ByteBuffer.allocate(Integer.BYTES) : ByteBuffer.wrap(coming, come, bytes).slice();
        return place;
    }

    @Override
    void arrived() {
        place.flip();
        if (blocks.size() < forwarded) {
            out.add(place.duplicate());
        }
        if (coming == null) {
            begin(place.getInt());
        } else {
            come += place.remaining();
        }
        if (come == coming.length) {
            blocks.add(coming);
            coming = null;
        }
    }

    private void begin(int bytes) {
        total += bytes;
        if (bytes < 0 || total > ProcessGroup.MOST_BYTES) {
            throw new IllegalArgumentException("blocks of " + total + " bytes together; "
                    + ProcessGroup.MOST_BYTES + " may be exchanged at once");
        }
        coming = new byte[bytes];
        come = 0;
    }

    @Override
    boolean sent() {
        return out.isEmpty() && blocks.size() >= forwarded;
    }

    @Override
    boolean received() {
        return blocks.size() == expected;
    }
}
