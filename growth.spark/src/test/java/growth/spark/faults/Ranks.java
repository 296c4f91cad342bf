package growth.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;

import growth.testing.ForkedProcess;
import growth.testing.ForkedProcess.Ended;
import growth.testing.run.Distribution;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ranks of a run, each a process on this machine; one that is still alive when the test ends is killed.
 *
 * @param processes in the order of the ranks
 */
record Ranks(List<ForkedProcess> processes) implements AutoCloseable {

    /**
     * How a rank is started.
     *
     * @param distribution the installation, with this rank's options of the JVM
     * @param peers        the addresses of all ranks as this one knows them
     * @param words        more arguments of this rank
     */
    record Seat(Distribution distribution, List<String> peers, List<String> words) {
        /** Returns the same with another option of the JVM. */
        Seat with(String option) {
            return of(distribution.with(option));
        }

        /** Returns the same of another installation. */
        Seat of(Distribution other) {
            return new Seat(other, peers, words);
        }

        /** Returns the same with more arguments. */
        Seat saying(String... more) {
            return new Seat(distribution, peers, Stream.concat(words.stream(), Stream.of(more)).toList());
        }

        /** Returns the same with another address for a rank. */
        Seat knows(int rank, String address) {
            List<String> changed = new ArrayList<>(peers);
            changed.set(rank, address);
            return knows(changed);
        }

        /** Returns the same with other addresses. */
        Seat knows(List<String> addresses) {
            return new Seat(distribution, addresses, words);
        }

        ForkedProcess start(int rank, String... arguments) throws IOException {
            List<String> all = new ArrayList<>(List.of(arguments));
            all.addAll(List.of("--rank", String.valueOf(rank), "--peers", String.join(",", peers)));
            all.addAll(words);
            return distribution.start(all.toArray(String[]::new));
        }
    }

    /** Returns seats on this machine, at ports that are free now. */
    static List<Seat> seats(Distribution distribution, int size) throws IOException {
        List<String> peers = addresses(size);
        return Stream.generate(() -> new Seat(distribution, peers, List.of())).limit(size).toList();
    }

    /** Returns addresses of this machine with ports that are free now. */
    static List<String> addresses(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            sockets.add(socket);
            addresses.add("127.0.0.1:" + socket.getLocalPort());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return addresses;
    }

    /** Starts the same command on all ranks. */
    static Ranks start(List<Seat> seats, String... arguments) throws IOException {
        List<ForkedProcess> started = new ArrayList<>();
        for (int rank = 0; rank < seats.size(); rank++) {
            started.add(seats.get(rank).start(rank, arguments));
        }
        return new Ranks(started);
    }

    ForkedProcess rank(int rank) {
        return processes.get(rank);
    }

    /** Returns these and the next rank. */
    Ranks and(ForkedProcess next) {
        return new Ranks(Stream.concat(processes.stream(), Stream.of(next)).toList());
    }

    /** Waits until all ranks end by themselves. */
    List<Ended> end() throws InterruptedException {
        List<Ended> ended = new ArrayList<>();
        for (ForkedProcess process : processes) {
            ended.add(process.end());
        }
        return ended;
    }

    /** Waits until all ranks end with status 0 and nothing on standard error. */
    void succeed() throws InterruptedException {
        for (Ended ended : end()) {
            assertThat(ended.exits(0).errors()).isEmpty();
        }
    }

    @Override
    public void close() {
        processes.forEach(ForkedProcess::kill);
    }
}
