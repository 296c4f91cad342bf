package growth.parallel.group;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Makes groups of processes. */
public final class ProcessGroups {
    /** The rank of the attempt before may still be saving, and listening. */
    private static final long OLD_RANK_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE_MILLIS = 200;

    private ProcessGroups() {
    }

    /** Returns the group of a run with one rank: every collective returns what it was given. */
    public static ProcessGroup alone() {
        return new Alone();
    }

    /**
     * Listens at the rank's own address, meets the other ranks, which may start later, and returns when all are there.
     *
     * @param waiting is told now and then, in a line, who is awaited; called by this thread
     * @throws GrowthException CONFIGURATION if a rank has another secret, size or version (both are named) or the own address cannot be
     *                         used; PEER if a rank does not come in time; UNEXPECTED if the thread is interrupted
     */
    public static ProcessGroup connect(Peers peers, Consumer<String> waiting) {
        return peers.size() == 1 ? alone() : listen(peers.own(), peers.patience()).connect(peers, waiting);
    }

    private static PeerListener listen(InetSocketAddress own, Patience patience) {
        long begin = System.nanoTime();
        while (true) {
            try {
                return PeerListener.at(own);
            } catch (GrowthException e) {
                boolean late = System.nanoTime() - begin > Math.min(OLD_RANK_NANOS, patience.meeting().toNanos());
                if (late || !(e.getCause() instanceof BindException busy) || !String.valueOf(busy.getMessage()).contains("in use")) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GrowthException(Kind.UNEXPECTED, "interrupted while waiting for a free port", e);
        }
    }
}
