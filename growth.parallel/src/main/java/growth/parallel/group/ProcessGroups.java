package growth.parallel.group;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.util.function.Consumer;

/** Makes groups of processes. */
public final class ProcessGroups {
    private ProcessGroups() {
    }

    /** Returns the group of a run with one rank: every collective returns what it was given. */
    public static ProcessGroup alone() {
        return new Alone();
    }

    /**
     * Listens, meets the other ranks, which may start later, and returns when all are there.
     *
     * @param waiting is told now and then, in a line, who is awaited; called by this thread
     * @throws GrowthException CONFIGURATION if a rank has another secret, size or version (both are named) or the own address cannot be
     *                         used; PEER if a rank does not come in time; UNEXPECTED if the thread is interrupted
     */
    public static ProcessGroup connect(Peers peers, Consumer<String> waiting) {
        if (peers.size() == 1) {
            return alone();
        }
        throw new GrowthException(Kind.UNEXPECTED, "a group of " + peers.size() + " ranks is not there yet");
    }
}
