package growth.parallel.ring;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.parallel.group.Patience;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The thread of a rank's connections. It never waits for one of them alone, so that a ring cannot block itself, and it runs while the rank
 * computes, so that a slow rank is not taken for a dead one. The first failure ends it: it tells both neighbours, and every exchange
 * from then on fails in the same words.
 */
final class RingLoop implements Runnable {
    /** Rounds before the clock is looked at. */
    private static final int ROUNDS_AT_ONCE = 64;
    /** How long last words may take at most, and no longer than a neighbour may be silent. */
    private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Selector selector;
    private final Link left;
    private final Link right;
    private final Reader fromLeft;
    private final Reader fromRight;
    private final Clock clock;
    private final Object lock = new Object();
    /** What was asked for and is not over. */
    private Exchange asked;
    private GrowthException failure;
    private boolean closing;
    /** What is under way. */
    private Exchange exchange;

    /**
     * @param left  the connection that data come from
     * @param right the connection that data go to
     */
    RingLoop(Selector selector, Link left, Link right, Patience patience) {
        this.selector = selector;
        this.left = left;
        this.right = right;
        fromLeft = new Reader(left);
        fromRight = new Reader(right);
        clock = new Clock(patience);
    }

    /** Begins an exchange, and returns at once; its future tells the end. */
    void begin(Exchange next) {
        GrowthException refused = null;
        synchronized (lock) {
            if (failure != null) {
                refused = failure;
            } else if (closing) {
                refused = new GrowthException(Kind.UNEXPECTED, "the group of processes is closed");
            } else if (asked != null) {
                refused = new GrowthException(Kind.UNEXPECTED, asked.opening() + " is not over: a rank makes one collective at a time");
            } else {
                asked = next;
            }
        }
        if (refused != null) {
            next.done().completeExceptionally(refused);
        }
        selector.wakeup();
    }

    /** Ends with a failure, unless it has ended. */
    void fail(GrowthException reason) {
        synchronized (lock) {
            if (failure == null && !closing) {
                failure = reason;
            }
        }
        selector.wakeup();
    }

    /** Asks for the end. */
    void close() {
        synchronized (lock) {
            closing = true;
        }
        selector.wakeup();
    }

    @Override
    public void run() {
        try {
            while (!over()) {
                turn();
            }
        } catch (IOException | RuntimeException e) {
            fail(new GrowthException(Kind.UNEXPECTED, "the ring of processes stopped: " + e, e));
        } finally {
            end();
        }
    }

    private boolean over() {
        synchronized (lock) {
            return failure != null || closing;
        }
    }

    private void turn() throws IOException {
        take();
        int rounds = 0;
        while (rounds < ROUNDS_AT_ONCE && move()) {
            rounds++;
        }
        finish();
        long now = System.nanoTime();
        beat(left, now);
        beat(right, now);
        if (rounds < ROUNDS_AT_ONCE && !over()) {
            left.await();
            right.await();
            selector.select(clock.beatMillis());
            selector.selectedKeys().clear();
            // first what has come meanwhile: this process itself may have been stopped for a while
            take();
            move();
            finish();
            look(System.nanoTime());
        }
    }

    private void take() {
        synchronized (lock) {
            if (exchange != null || asked == null) {
                return;
            }
            exchange = asked;
        }
        clock.begin(System.nanoTime());
        fromLeft.expect(exchange);
        if (exchange.speaks()) {
            right.tell(Frame.OPEN, exchange.opening().content());
        }
    }

    /** Moves what can be moved without waiting; returns whether a frame came or went. */
    private boolean move() {
        boolean moved = guarded(fromLeft, fromLeft::read);
        moved |= guarded(fromRight, () -> !right.left() && right.send(exchange));
        moved |= guarded(fromRight, fromRight::read);
        moved |= guarded(fromLeft, () -> !left.left() && left.send(null));
        return moved && !over();
    }

    /** Reads or writes. */
    private interface Move {
        boolean move() throws IOException;
    }

    private boolean guarded(Reader reader, Move move) {
        try {
            return move.move();
        } catch (IOException e) {
            fail(reason(reader).orElseGet(() -> lost(reader.link(), e instanceof EOFException ? e.getMessage()
                    : "its connection broke: " + e.getMessage())));
        } catch (GrowthException e) {
            fail(e);
        }
        return false;
    }

    /** Returns why the neighbour closed the connection, if it has said so. */
    private static Optional<GrowthException> reason(Reader reader) {
        try {
            boolean more;
            do {
                more = reader.read();
            } while (more);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (GrowthException e) {
            return Optional.of(e);
        }
    }

    private void finish() {
        if (exchange == null || over()) {
            return;
        }
        boolean complete = fromLeft.complete();
        if (!complete && left.left()) {
            fail(lost(left, "it has left the run"));
        } else if (!exchange.sent() && right.left()) {
            fail(lost(right, "it has left the run"));
        } else if (complete && exchange.sent() && right.idle()) {
            Exchange over = exchange;
            exchange = null;
            fromLeft.expect(null);
            synchronized (lock) {
                asked = null;
            }
            over.done().complete(null);
        }
    }

    private void beat(Link link, long now) {
        if (link.idle() && link.quiet(now) >= clock.beatNanos()) {
            link.tell(Frame.BEAT, ByteBuffer.allocate(0));
        }
    }

    private void look(long now) {
        for (Link link : new Link[] {left, right}) {
            if (link.silence(now) > clock.silenceNanos()) {
                fail(lost(link, "it gave no sign of life for " + Clock.words(clock.silenceNanos())));
            }
        }
        if (exchange != null && clock.stalled(now, fromLeft.arrivals() + right.payload())) {
            fail(lost(fromLeft.complete() ? right : left, "it lives, but did not come to " + exchange.opening() + " within "
                    + Clock.words(clock.workNanos())));
        }
    }

    private static GrowthException lost(Link link, String what) {
        return new GrowthException(Kind.PEER, link.peer() + " was lost: " + what);
    }

    /** Says why, and fails what is under way when the connections are closed: until then its memory is in use. */
    private void end() {
        GrowthException reason;
        synchronized (lock) {
            if (failure == null && asked != null) {
                failure = new GrowthException(Kind.UNEXPECTED, "the group of processes was closed in " + asked.opening());
            }
            reason = failure;
            closing = true;
        }
        new Farewell(selector, left, right).say(reason, Math.min(FAREWELL_NANOS, clock.silenceNanos()));
        Exchange unfinished;
        synchronized (lock) {
            unfinished = asked;
            asked = null;
        }
        if (unfinished != null) {
            unfinished.done().completeExceptionally(reason);
        }
    }
}
