package growth.spark.driver;

import growth.launcher.place.Watcher;
import growth.spark.wire.Message.Said;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** What is known of one attempt to carry out a command: who carries it out, what they print, how they end. */
final class Attempt {
    private static final int PEER = 8;

    private final long work;
    private final int number;
    private final int ranks;
    private final Watcher watcher;
    private final Roster roster;
    private final Map<Integer, Rank> begun = new HashMap<>();
    private final Map<Integer, Integer> statuses = new HashMap<>();
    private volatile boolean stops;

    /** Where a rank is. */
    private record Rank(String executor, String host) {
        @Override
        public String toString() {
            return "executor " + executor + " on " + host;
        }
    }

    /**
     * @param work   the command's number
     * @param number of the attempt, from 1
     */
    Attempt(long work, int number, int ranks, Watcher watcher, Roster roster) {
        this.work = work;
        this.number = number;
        this.ranks = ranks;
        this.watcher = watcher;
        this.roster = roster;
    }

    long work() {
        return work;
    }

    int number() {
        return number;
    }

    /** Returns whether it is to end. */
    boolean stops() {
        return stops;
    }

    /** Asks it to end. */
    void stop() {
        stops = true;
    }

    synchronized void began(int rank, String executor, String host) {
        begun.put(rank, new Rank(executor, host));
    }

    void printed(int rank, List<Said> lines) {
        synchronized (watcher) {
            for (Said said : lines) {
                if (said.error()) {
                    watcher.note(ranks == 1 ? said.line() : "rank " + rank + " on " + host(rank) + ": " + said.line());
                } else if (rank == 0) {
                    watcher.printed(said.line());
                }
            }
        }
    }

    synchronized void ended(int rank, int status) {
        statuses.put(rank, status);
    }

    private synchronized String host(int rank) {
        return begun.get(rank).host;
    }

    /** Returns whether a rank that was begun may still be at work: it has not ended, and its executor is there. */
    synchronized boolean works() {
        return unended().stream().anyMatch(executor -> !roster.isLost(executor));
    }

    /** Returns whether a rank has lost another. */
    synchronized boolean hasLostPeer() {
        return statuses.containsValue(PEER);
    }

    /** Returns the exit status: rank 0's, or where that is 0, the first other one; nothing if the command did not end by itself. */
    synchronized OptionalInt status() {
        if (statuses.size() < ranks || hasLostPeer()) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(statuses.entrySet().stream().sorted(Map.Entry.comparingByKey()).mapToInt(Map.Entry::getValue)
                .filter(status -> status != 0).findFirst().orElse(0));
    }

    /** Returns the executors of ranks that have not ended, as far as anybody knows. */
    synchronized Set<String> unended() {
        return begun.entrySet().stream().filter(rank -> !statuses.containsKey(rank.getKey())).map(rank -> rank.getValue().executor)
                .collect(Collectors.toSet());
    }

    /** Says in words which executors were lost. */
    synchronized Optional<String> lost() {
        List<String> lost = begun.values().stream().filter(rank -> roster.isLost(rank.executor)).map(Rank::toString).sorted().toList();
        return lost.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", lost) + (lost.size() == 1 ? " was lost" : " were lost"));
    }

    /** Says in words which ranks were never heard of again. */
    synchronized String silent() {
        List<String> silent = begun.entrySet().stream().filter(rank -> !statuses.containsKey(rank.getKey()))
                .map(rank -> "rank " + rank.getKey() + " (" + rank.getValue() + ")").sorted().toList();
        return silent.isEmpty() ? "a rank has lost another"
                : String.join(", ", silent) + (silent.size() == 1 ? " does" : " do") + " not answer";
    }
}
