package growth.parallel.ring;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.parallel.group.Peers;
import growth.parallel.group.ProcessGroup;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The time until all ranks are there. A rank calls the one on its right until it answers, and at the same time answers the one on its left;
 * a first barrier then tells that the ring is closed.
 */
public final class Meeting {
    private static final long NOTE_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** A rank that knows who is missing gives up first, so that the others hear it. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_MILLIS = 20;
    /** Many pauses between two calls, for a busy machine; over as soon as both neighbours have heard. */
    private static final long LINGER_MILLIS = 3000;

    private final Peers peers;
    private final Names names;
    private final Position position;
    private final Consumer<String> waiting;
    private final Caller caller;
    private final Answerer answerer;
    private final long begin = System.nanoTime();
    private long noted = begin;

    /**
     * @param listening where the rank on the left is answered; closed when the meeting is over
     * @param waiting   is told who is awaited
     */
    public Meeting(Peers peers, ServerSocketChannel listening, Consumer<String> waiting) {
        this.peers = peers;
        this.waiting = waiting;
        names = new Names(peers);
        position = new Position(peers.rank(), peers.size());
        caller = new Caller(peers);
        answerer = new Answerer(peers, listening);
    }

    /**
     * Returns the group when all are there.
     *
     * @throws GrowthException CONFIGURATION if a rank does not fit, PEER if one does not come, UNEXPECTED if the thread is interrupted
     */
    public ProcessGroup meet() {
        CompletableFuture<SocketChannel> right = caller.start();
        CompletableFuture<SocketChannel> left = answerer.start();
        Ring ring = null;
        GrowthException failure;
        try {
            await(both(left, right), new Awaited(left, right), peers.patience().meeting().toNanos());
            ring = Ring.of(peers, left.get(), right.get());
            await(ring.meet(), new Awaited(left, right), peers.patience().meeting().toNanos() + GRACE_NANOS);
            caller.stop();
            answerer.stop();
            return ring;
        } catch (GrowthException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = new GrowthException(Kind.UNEXPECTED, "interrupted while waiting for the other ranks of the run", e);
        } catch (ExecutionException | IOException e) {
            failure = new GrowthException(Kind.UNEXPECTED, "the ranks could not meet: " + e, e);
        }
        if (failure.kind() == Kind.CONFIGURATION) {
            linger();
        }
        caller.stop();
        answerer.stop();
        part(failure, ring, left, right);
        throw failure;
    }

    /** Goes on calling and answering for a while, so that both neighbours hear now why the run does not begin. */
    private void linger() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LINGER_MILLIS);
        try {
            answerer.linger(LINGER_MILLIS);
            caller.linger(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static CompletableFuture<Void> both(CompletableFuture<?> left, CompletableFuture<?> right) {
        CompletableFuture<Void> both = CompletableFuture.allOf(left, right);
        for (CompletableFuture<?> each : new CompletableFuture<?>[] {left, right}) {
            each.whenComplete((channel, e) -> {
                if (e != null) {
                    both.completeExceptionally(e);
                }
            });
        }
        return both;
    }

    private void await(CompletableFuture<Void> all, Awaited awaited, long longest) throws InterruptedException {
        while (true) {
            try {
                all.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (ExecutionException e) {
                throw e.getCause() instanceof GrowthException known ? known
                        : new GrowthException(Kind.UNEXPECTED, "the ranks could not meet: " + e.getCause(), e.getCause());
            } catch (TimeoutException e) {
                long now = System.nanoTime();
                if (now - begin >= longest) {
                    throw new GrowthException(Kind.PEER, awaited.reproach());
                }
                if (now - noted >= NOTE_NANOS) {
                    noted = now;
                    waiting.accept("waiting for " + awaited.words());
                }
            }
        }
    }

    /** Who is awaited, as far as this rank knows. */
    private final class Awaited {
        private final CompletableFuture<?> left;
        private final CompletableFuture<?> right;

        Awaited(CompletableFuture<?> left, CompletableFuture<?> right) {
            this.left = left;
            this.right = right;
        }

        String words() {
            if (left.isDone() && right.isDone()) {
                return "other ranks, which have not met their neighbours";
            }
            boolean one = position.left() == position.right() || left.isDone() || right.isDone();
            return one ? names.rank(right.isDone() ? position.left() : position.right())
                    : names.rank(position.left()) + " and " + names.rank(position.right());
        }

        String reproach() {
            String late = " did not come within " + Clock.words(peers.patience().meeting().toNanos());
            if (left.isDone() && right.isDone()) {
                return "a rank of the run" + late + "";
            }
            return words() + late + ": " + (right.isDone() ? answerer.seen() : caller.seen());
        }
    }

    /** Tells whoever is there, and closes. */
    private static void part(GrowthException reason, Ring ring, CompletableFuture<SocketChannel> left,
            CompletableFuture<SocketChannel> right) {
        if (ring != null) {
            ring.part(reason);
            return;
        }
        left.thenAccept(channel -> LastWords.say(channel, reason));
        right.thenAccept(channel -> LastWords.say(channel, reason));
    }
}
