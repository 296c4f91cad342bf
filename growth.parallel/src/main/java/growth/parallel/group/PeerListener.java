package growth.parallel.group;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.parallel.ring.Meeting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.function.Consumer;

/** Where a rank listens before it knows the others: what starts ranks gathers their addresses, and tells each all of them. */
public final class PeerListener implements AutoCloseable {
    private final ServerSocketChannel channel;
    private final InetSocketAddress address;

    private PeerListener(ServerSocketChannel channel, InetSocketAddress address) {
        this.channel = channel;
        this.address = address;
    }

    /**
     * Listens.
     *
     * @param at address and port; port 0: the system chooses one
     * @throws GrowthException (CONFIGURATION) if that is not possible
     */
    public static PeerListener at(InetSocketAddress at) {
        InetSocketAddress resolved = at.isUnresolved() ? new InetSocketAddress(at.getHostString(), at.getPort()) : at;
        String name = at.getHostString() + ":" + at.getPort();
        if (resolved.isUnresolved()) {
            throw new GrowthException(Kind.CONFIGURATION, name + ": unknown host; a rank's own address is one of this machine");
        }
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open();
            channel.bind(resolved);
            return new PeerListener(channel, new InetSocketAddress(at.getHostString(), channel.socket().getLocalPort()));
        } catch (IOException e) {
            close(channel);
            throw new GrowthException(Kind.CONFIGURATION, name + ": this rank cannot listen there: " + e.getMessage()
                    + "; a rank's own address is one of this machine, with a free port", e);
        }
    }

    /** Returns where it listens, with the port that was chosen. */
    public InetSocketAddress address() {
        return address;
    }

    /**
     * Meets the other ranks, which may start later, and returns when all are there. The listener is then closed.
     *
     * @param peers   all ranks; the own address is not looked at
     * @param waiting is told now and then, in a line, who is awaited; called by this thread
     * @throws GrowthException CONFIGURATION if a rank has another secret, size or version (both are named); PEER if a rank does not come in
     *                         time; UNEXPECTED if the thread is interrupted
     */
    public ProcessGroup connect(Peers peers, Consumer<String> waiting) {
        try (this) {
            return peers.size() == 1 ? ProcessGroups.alone() : new Meeting(peers, channel, waiting).meet();
        }
    }

    @Override
    public void close() {
        close(channel);
    }

    private static void close(ServerSocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // the system has closed it
        }
    }
}
