package growth.parallel.ring;

import growth.api.GrowthException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;

/**
 * The end of a rank's connections. Whoever closes a connection with something unread in it makes the system throw away what the other end
 * has not read either; so each end says its last words, closes its own direction, and reads until the other end has done the same.
 */
final class Farewell {
    private final Selector selector;
    private final Link[] links;

    Farewell(Selector selector, Link... links) {
        this.selector = selector;
        this.links = links;
    }

    /**
     * Says it and closes.
     *
     * @param reason the failure of the run; null if this rank just leaves
     * @param nanos  the longest time
     */
    void say(GrowthException reason, long nanos) {
        long end = System.nanoTime() + nanos;
        boolean[] shut = new boolean[links.length];
        boolean[] gone = new boolean[links.length];
        ByteBuffer scratch = ByteBuffer.allocateDirect(Frame.MOST);
        try {
            for (int i = 0; i < links.length; i++) {
                gone[i] = links[i].left();
                if (reason == null) {
                    links[i].tell(Frame.BYE, ByteBuffer.allocate(0));
                } else {
                    links[i].tell(Frame.ABORT, Abort.of(reason).content());
                }
            }
            while (!(gone[0] && gone[1]) && System.nanoTime() < end) {
                for (int i = 0; i < links.length; i++) {
                    if (!gone[i]) {
                        shut[i] = shut[i] || shut(links[i]);
                        gone[i] = links[i].drain(scratch);
                    }
                }
                if (!(gone[0] && gone[1])) {
                    selector.select(Math.max(1, Math.min(100, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()))));
                    selector.selectedKeys().clear();
                }
            }
        } catch (IOException | RuntimeException e) {
            // the connections are closed below in any case
        } finally {
            for (Link link : links) {
                link.close();
            }
            try {
                selector.close();
            } catch (IOException e) {
                // nothing is left to be done
            }
        }
    }

    /** Sends what is left to say, and closes the direction when that is out; returns whether it is closed. */
    private static boolean shut(Link link) {
        try {
            boolean more;
            do {
                more = link.send(null);
            } while (more);
            link.awaitEnd();
            if (!link.idle()) {
                return false;
            }
            link.shutdownOutput();
            return true;
        } catch (IOException e) {
            return true;
        }
    }
}
