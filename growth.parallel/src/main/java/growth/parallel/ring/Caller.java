package growth.parallel.ring;

import growth.parallel.group.Peers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls the rank on the right until it answers: it may start later, and so may the network. */
final class Caller {
    private static final int CONNECT_MILLIS = 5000;
    private static final int HANDSHAKE_MILLIS = 10_000;
    private static final long PAUSE_MILLIS = 200;

    private final Handshake handshake;
    private final InetSocketAddress address;
    private final int rank;
    private final CompletableFuture<SocketChannel> answered = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "growth-ring-caller");
    private volatile String seen = "it has not been called yet";

    Caller(Peers peers) {
        handshake = new Handshake(peers);
        rank = new Position(peers.rank(), peers.size()).right();
        address = peers.addresses().get(rank);
    }

    CompletableFuture<SocketChannel> start() {
        thread.setDaemon(true);
        thread.start();
        return answered;
    }

    void stop() {
        thread.interrupt();
    }

    /** Goes on calling for a while, until the rank on the right has heard who calls. */
    void linger(long millis) throws InterruptedException {
        try {
            answered.get(Math.max(0, millis), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // it has been refused, or does not answer
        }
    }

    /** Returns what came of the last call. */
    String seen() {
        return seen;
    }

    private void run() {
        try {
            while (!answered.isDone() && !Thread.currentThread().isInterrupted()) {
                call();
                if (!answered.isDone()) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            // nobody waits for an answer any more
        } catch (RuntimeException e) {
            answered.completeExceptionally(e);
        }
    }

    private void call() {
        SocketChannel channel = null;
        boolean kept = false;
        try {
            channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            // resolved anew each time
            channel.socket().connect(new InetSocketAddress(address.getHostString(), address.getPort()), CONNECT_MILLIS);
            channel.socket().setSoTimeout(HANDSHAKE_MILLIS);
            handshake.call(channel.socket(), rank);
            kept = answered.complete(channel);
        } catch (IOException e) {
            seen = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        } catch (UnresolvedAddressException e) {
            seen = "unknown host";
        } finally {
            if (!kept) {
                LastWords.close(channel);
            }
        }
    }
}
