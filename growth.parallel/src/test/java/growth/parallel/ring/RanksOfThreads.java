package growth.parallel.ring;

import growth.parallel.group.Patience;
import growth.parallel.group.PeerListener;
import growth.parallel.group.Peers;
import growth.parallel.group.ProcessGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Ranks that are threads of the test, with a connection between each two as between processes. */
final class RanksOfThreads {
    static final Patience SHORT = new Patience(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20));

    private RanksOfThreads() {
    }

    /** What a rank does. */
    interface Work<T> {
        T at(ProcessGroup group) throws Exception;
    }

    /** Returns what all ranks return; the ports are chosen by the system. */
    static <T> List<T> all(int size, Work<T> work) throws Exception {
        return all(size, peers -> peers, work);
    }

    static <T> List<T> all(int size, UnaryOperator<Peers> with, Work<T> work) throws Exception {
        List<T> results = new ArrayList<>();
        for (Future<T> future : begin(size, with, work)) {
            results.add(future.get(60, TimeUnit.SECONDS));
        }
        return results;
    }

    /** Returns what each rank throws. */
    static List<Throwable> failures(int size, UnaryOperator<Peers> with, Work<?> work) throws Exception {
        List<Throwable> failures = new ArrayList<>();
        for (Future<?> future : begin(size, with, work)) {
            try {
                future.get(60, TimeUnit.SECONDS);
                failures.add(null);
            } catch (ExecutionException e) {
                failures.add(e.getCause());
            }
        }
        return failures;
    }

    private static <T> List<Future<T>> begin(int size, UnaryOperator<Peers> with, Work<T> work) {
        List<PeerListener> listeners = new ArrayList<>();
        for (int rank = 0; rank < size; rank++) {
            listeners.add(PeerListener.at(new InetSocketAddress("127.0.0.1", 0)));
        }
        List<InetSocketAddress> addresses = listeners.stream().map(PeerListener::address).toList();
        ExecutorService threads = Executors.newFixedThreadPool(size);
        List<Future<T>> futures = new ArrayList<>();
        for (int rank = 0; rank < size; rank++) {
            PeerListener listener = listeners.get(rank);
            Peers peers = with.apply(Peers.of(rank, addresses).patience(SHORT));
            Callable<T> task = () -> {
                try (ProcessGroup group = listener.connect(peers, line -> { })) {
                    return work.at(group);
                }
            };
            futures.add(threads.submit(task));
        }
        threads.shutdown();
        return futures;
    }
}
