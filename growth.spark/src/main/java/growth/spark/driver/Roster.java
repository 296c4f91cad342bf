package growth.spark.driver;

import growth.launcher.place.Executor;
import growth.launcher.place.PlaceException;
import growth.spark.wire.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/** Which executors are there, and how many of them are free. */
final class Roster extends SparkListener {
    private static final int CONFIGURATION = 2;
    private static final int PEER = 8;
    private static final int STOPPED = 130;
    private static final long LOOK_MILLIS = 100;
    /** Of those whose number nobody has said, as many count as have come until none came for so long. */
    private static final Duration QUIET = Duration.ofSeconds(3);

    private final Map<String, Executor> there = new TreeMap<>();
    private final Map<String, String> refused = new TreeMap<>();
    /** In the order in which they went. */
    private final Map<String, String> lost = new LinkedHashMap<>();
    /** Those that were given up with a command that has not ended. */
    private final Set<String> stuck = new HashSet<>();
    private int claimed;
    private long came = System.nanoTime();

    synchronized void came(String id, Machine machine, String refusal) {
        if (refusal.isEmpty()) {
            there.put(id, new Executor(id, machine.host(), machine.cores(), machine.memory(), machine.java(), machine.versions()));
        } else {
            refused.put(id, refusal);
        }
        came = System.nanoTime();
        notifyAll();
    }

    @Override
    public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved event) {
        Executor gone = there.remove(event.executorId());
        refused.remove(event.executorId());
        stuck.remove(event.executorId());
        lost.put(event.executorId(), "executor " + event.executorId() + (gone == null ? "" : " on " + gone.host()));
        notifyAll();
    }

    /** To be told when a command has ended there, however late. */
    synchronized void ended(String id) {
        stuck.remove(id);
        notifyAll();
    }

    /** Returns in words which have been lost, without the first so many. */
    synchronized List<String> lost(int before) {
        return lost.values().stream().skip(before).toList();
    }

    synchronized boolean isLost(String id) {
        return lost.containsKey(id);
    }

    /**
     * Waits until the executors have come.
     *
     * @param promised how many; 0 if nobody knows
     * @param stop     asked meanwhile
     * @throws PlaceException if one is refused, none comes in time, or {@code stop} is wanted
     */
    synchronized List<Executor> await(int promised, BooleanSupplier stop, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            requireSame();
            boolean quiet = System.nanoTime() - came > QUIET.toNanos();
            if (!there.isEmpty() && (promised > 0 ? there.size() >= promised : quiet)) {
                return new ArrayList<>(there.values());
            }
            if (stop.getAsBoolean()) {
                throw new PlaceException(STOPPED, "stopped before executors had come");
            }
            if (System.nanoTime() > deadline) {
                if (there.isEmpty()) {
                    throw new PlaceException(PEER, "no executor has come in " + patience.toSeconds()
                            + " s; the master's page shows whether its workers have the cores and the memory that "
                            + "spark.executor.cores and spark.executor.memory ask for");
                }
                return new ArrayList<>(there.values());
            }
            wait(LOOK_MILLIS);
        }
    }

    /** @throws PlaceException if an executor has another Java or other bundles */
    synchronized void requireSame() {
        refused.values().stream().findFirst().ifPresent(line -> {
            throw new PlaceException(CONFIGURATION, line);
        });
    }

    /**
     * Waits until so many executors are free, and holds them.
     *
     * @param stop     asked meanwhile
     * @param patience how long too few may be there
     * @return whether they are held; false if {@code stop} was wanted
     * @throws PlaceException if there are too few, or one is refused
     */
    synchronized boolean claim(int executors, BooleanSupplier stop, Duration patience) throws InterruptedException {
        long enough = System.nanoTime();
        while (there.size() - claimed - stuck.size() < executors) {
            requireSame();
            if (stop.getAsBoolean()) {
                return false;
            }
            if (there.size() >= executors) {
                enough = System.nanoTime();
            } else if (System.nanoTime() - enough > patience.toNanos()) {
                throw new PlaceException(PEER, there.size() + " of the " + executors + " executors that are needed "
                        + (there.size() == 1 ? "is" : "are") + " there, and no other has come in " + patience.toSeconds()
                        + " s; the same command goes on from the last checkpoint when they are");
            }
            wait(LOOK_MILLIS);
        }
        requireSame();
        claimed += executors;
        return true;
    }

    /**
     * Gives held executors back.
     *
     * @param unended those with a command that has not ended
     */
    synchronized void release(int executors, Set<String> unended) {
        claimed -= executors;
        unended.stream().filter(there::containsKey).forEach(stuck::add);
        notifyAll();
    }
}
