package growth.parallel.ring;

import growth.api.GrowthException;
import growth.parallel.group.Peers;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers calls until the rank on the left is among them. Strangers are refused, and hold nobody up. */
final class Answerer {
    private static final Logger LOG = LoggerFactory.getLogger(Answerer.class);
    private static final int HANDSHAKE_MILLIS = 5000;
    /** Calls that are answered at once; more are turned away, and may call again. */
    private static final int AT_ONCE = 16;

    private final Handshake handshake;
    private final int rank;
    private final ServerSocketChannel listening;
    private final CompletableFuture<SocketChannel> known = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "growth-ring-answerer");
    private final ExecutorService calls = new ThreadPoolExecutor(0, AT_ONCE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
        Thread call = new Thread(task, "growth-ring-call");
        call.setDaemon(true);
        return call;
    });
    private final CountDownLatch heard = new CountDownLatch(1);
    private volatile String seen = "nobody has called";

    Answerer(Peers peers, ServerSocketChannel listening) {
        handshake = new Handshake(peers);
        rank = new Position(peers.rank(), peers.size()).left();
        this.listening = listening;
    }

    CompletableFuture<SocketChannel> start() {
        thread.setDaemon(true);
        thread.start();
        return known;
    }

    /** Stops, and with it closes where it listens. */
    void stop() {
        thread.interrupt();
        calls.shutdownNow();
    }

    /** Goes on answering for a while, until the rank on the left has called. */
    void linger(long millis) throws InterruptedException {
        heard.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Returns who called last. */
    String seen() {
        return seen;
    }

    private void run() {
        try {
            while (!known.isDone()) {
                SocketChannel channel = listening.accept();
                try {
                    calls.execute(() -> answer(channel));
                } catch (RejectedExecutionException e) {
                    LastWords.close(channel);
                }
            }
        } catch (IOException e) {
            // closed by stop, or by whoever opened it
            known.completeExceptionally(e);
        }
    }

    private void answer(SocketChannel channel) {
        boolean kept = false;
        try {
            String from = String.valueOf(channel.getRemoteAddress());
            seen = "a call from " + from + " was not finished";
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().setSoTimeout(HANDSHAKE_MILLIS);
            if (handshake.answer(channel.socket(), rank)) {
                kept = known.complete(channel);
                heard.countDown();
            } else {
                heard.countDown();
                seen = "a call from " + from + " was refused, for it has another secret";
                LOG.warn("a call from {} was refused: it has another secret", from);
            }
        } catch (IOException e) {
            LOG.debug("a stranger called", e);
        } catch (GrowthException e) {
            known.completeExceptionally(e);
            heard.countDown();
        } finally {
            if (!kept) {
                LastWords.close(channel);
            }
        }
    }
}
