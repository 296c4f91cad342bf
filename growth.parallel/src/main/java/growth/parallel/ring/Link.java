package growth.parallel.ring;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** A connection to a neighbour, which never blocks: frames go out whole and one after another, and come in piece by piece. */
final class Link {
    private final String peer;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer inHeader = ByteBuffer.allocateDirect(Frame.HEADER);
    private final ByteBuffer outHeader = ByteBuffer.allocateDirect(Frame.HEADER);
    private final Deque<ByteBuffer[]> control = new ArrayDeque<>();
    /** The frame that is going out; null between two. */
    private ByteBuffer[] going;
    private Frame coming;
    private long heard = System.nanoTime();
    private long said = heard;
    private boolean paused;
    private boolean left;
    private volatile long payload;
    private volatile long sent;
    private volatile long received;

    /**
     * @param peer    the rank at the other end, with its address
     * @param channel a connection that has shaken hands
     */
    Link(String peer, SocketChannel channel, Selector selector) throws IOException {
        this.peer = peer;
        this.channel = channel;
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ);
    }

    String peer() {
        return peer;
    }

    /** Puts a frame in front of all payloads that have not begun to go out. */
    void tell(Frame frame, ByteBuffer content) {
        control.add(new ByteBuffer[] {frame.header(content.remaining()), content});
    }

    /**
     * Sends one frame, or the rest of one.
     *
     * @param exchange where the next payload comes from; null if there is none
     * @return whether it was sent as a whole: there may be more to send
     */
    boolean send(Exchange exchange) throws IOException {
        if (going == null) {
            going = control.poll();
        }
        if (going == null) {
            ByteBuffer next = exchange == null ? null : exchange.next();
            if (next == null) {
                return false;
            }
            payload += next.remaining();
            Frame.DATA.header(outHeader, next.remaining());
            going = new ByteBuffer[] {outHeader, next};
        }
        long written = channel.write(going);
        sent += written;
        if (written > 0) {
            said = System.nanoTime();
        }
        if (going[1].hasRemaining() || going[0].hasRemaining()) {
            return false;
        }
        going = null;
        return true;
    }

    /** Returns whether all that was to go out has gone to the system. */
    boolean idle() {
        return going == null && control.isEmpty();
    }

    /** Returns the frame whose header has come, or null if none has as a whole. */
    Frame header() throws IOException {
        if (coming == null && fill(inHeader)) {
            coming = Frame.of(inHeader.get(0));
            if (coming == null) {
                throw new IOException("what it sent is no frame");
            }
        }
        return coming;
    }

    /** Returns the number of bytes of the frame whose header has come. */
    int bytes() {
        return inHeader.getInt(1);
    }

    /** Reads on into a payload's place; returns whether it is full, and the frame with it over. */
    boolean fillPayload(ByteBuffer place) throws IOException {
        if (!fill(place)) {
            return false;
        }
        inHeader.clear();
        coming = null;
        return true;
    }

    private boolean fill(ByteBuffer into) throws IOException {
        if (!into.hasRemaining()) {
            return true;
        }
        int read = channel.read(into);
        if (read < 0) {
            throw new EOFException("its connection was closed");
        }
        if (read > 0) {
            received += read;
            heard = System.nanoTime();
        }
        return !into.hasRemaining();
    }

    /** Reads and forgets what comes; returns whether the other end has closed. */
    boolean drain(ByteBuffer scratch) {
        try {
            int read;
            do {
                read = channel.read(scratch.clear());
            } while (read > 0);
            return read < 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** Stops reading, or goes on; while it does not read, silence is no sign. */
    void pause(boolean stop) {
        if (paused && !stop) {
            heard = System.nanoTime();
        }
        paused = stop;
    }

    /** Notes that the neighbour will send nothing more, and wants nothing either. */
    void leave() throws IOException {
        left = true;
        shutdownOutput();
    }

    boolean left() {
        return left;
    }

    void shutdownOutput() throws IOException {
        control.clear();
        going = null;
        if (channel.isConnected()) {
            channel.shutdownOutput();
        }
    }

    /** Returns for how long nothing was heard, in nanoseconds; 0 where nothing is expected. */
    long silence(long now) {
        return paused || left ? 0 : now - heard;
    }

    /** Returns for how long nothing was said, in nanoseconds; 0 where nobody listens. */
    long quiet(long now) {
        return left ? 0 : now - said;
    }

    /** Asks the selector for what this connection waits for. */
    void await() {
        key.interestOps((paused || left ? 0 : SelectionKey.OP_READ) | (idle() ? 0 : SelectionKey.OP_WRITE));
    }

    /** Asks the selector for what comes until the other end closes. */
    void awaitEnd() {
        key.interestOps(SelectionKey.OP_READ | (idle() ? 0 : SelectionKey.OP_WRITE));
    }

    long payload() {
        return payload;
    }

    long sent() {
        return sent;
    }

    long received() {
        return received;
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // the system has closed it
        }
    }
}
