package growth.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A network that a test can disturb without rights of an administrator: it hands on the bytes of every connection to a place, and slows
 * them down, holds them back or cuts the connection.
 */
public final class Cable implements AutoCloseable {
    private static final int CHUNK = 16_384;

    private final String to;
    private final ServerSocket entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> ends = new ArrayList<>();
    private final AtomicLong carried = new AtomicLong();
    private volatile long delayMillis;
    private volatile boolean silent;

    /** @param to where connections lead, as {@code host:port} */
    public Cable(String to) throws IOException {
        this.to = to;
        inBackground(this::accept);
    }

    /** Returns the address at which that place is reached by this cable. */
    public String address() {
        return "127.0.0.1:" + entry.getLocalPort();
    }

    /** Returns how many bytes it has carried. */
    public long carried() {
        return carried.get();
    }

    /** Makes each piece of at most 16 kB, and so each small message, come later. */
    public void delay(long millis) {
        delayMillis = millis;
    }

    /** Carries nothing any more, and tells nobody, as a switch without power does. */
    public void silence() {
        silent = true;
    }

    /** Carries again, what was held back first. */
    public synchronized void heal() {
        silent = false;
        notifyAll();
    }

    /** Resets every connection; later ones are carried. */
    public synchronized void cut() throws IOException {
        for (Socket end : ends) {
            if (!end.isClosed()) {
                end.setSoLinger(true, 0);
            }
            end.close();
        }
        ends.clear();
    }

    private void accept() throws IOException {
        int colon = to.lastIndexOf(':');
        InetSocketAddress target = new InetSocketAddress(to.substring(0, colon), Integer.parseInt(to.substring(colon + 1)));
        while (true) {
            Socket near = entry.accept();
            Socket far = new Socket();
            try {
                far.connect(target);
            } catch (IOException e) {
                // nobody listens yet: whoever came tries again
                near.close();
                continue;
            }
            synchronized (this) {
                ends.addAll(List.of(near, far));
            }
            inBackground(() -> carry(near, far));
            inBackground(() -> carry(far, near));
        }
    }

    private void carry(Socket from, Socket into) throws IOException, InterruptedException {
        from.setTcpNoDelay(true);
        try (from; into) {
            InputStream in = from.getInputStream();
            OutputStream out = into.getOutputStream();
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (delayMillis > 0) {
                    Thread.sleep(delayMillis);
                }
                awaitSound();
                carried.addAndGet(read);
                out.write(chunk, 0, read);
            }
        }
    }

    private synchronized void awaitSound() throws InterruptedException {
        while (silent) {
            wait();
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void inBackground(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (SocketException e) {
                // cut or closed
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entry.close();
        heal();
        cut();
    }
}
