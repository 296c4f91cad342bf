package growth.shell.ranks;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.parallel.group.Peers;
import growth.parallel.group.ProcessGroup;
import growth.shell.command.Console;
import growth.shell.text.TokenFile;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The options of a process that trains a run together with others. */
public final class RankFlags {
    /** The number of this process. */
    public static final String RANK = "--rank";
    private static final String PEERS = "--peers";
    private static final String SECRET = "--peers-secret-file";
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.%]+]|[^:\\s\\[\\]]+):([0-9]{1,5})");
    private static final Set<String> HERE = Set.of("localhost", "[::1]");
    private static final int INTERRUPTED = 130;
    private static final int LARGEST_PORT = 65_535;

    @Option(names = RANK, paramLabel = "R", description = "trains as one of the processes that data-parallel.ranks of the run file says:"
            + " the number of this one, from 0. Rank 0 keeps the run folder; the others read what they go on from there and write nothing")
    private Integer rank;

    @Option(names = PEERS, paramLabel = "HOST:PORT,…", description = "with --rank: where each rank listens, rank 0 first")
    private String peers;

    @Option(names = SECRET, paramLabel = "FILE", description = "with --rank: a secret of all ranks, without which nobody else can take"
            + " part")
    private Path secretFile;

    /** Returns whether this process is one of several. */
    public boolean given() {
        return rank != null || peers != null || secretFile != null;
    }

    /** Returns whether another process keeps the run. */
    public boolean follows() {
        return rank != null && rank > 0;
    }

    /**
     * Carries out a command as one of the ranks. They meet before anything that can fail on one alone; one that fails tells the others
     * why.
     *
     * @param command takes the group, if this process is one of several, and returns the exit status
     */
    public int run(RankMeetings meetings, Console console, ToIntFunction<Optional<ProcessGroup>> command) {
        if (!given()) {
            return command.applyAsInt(Optional.empty());
        }
        Peers all = peers(console);
        if (secretFile == null && all.addresses().stream().anyMatch(address -> !local(address))) {
            console.err().println("growth: without " + SECRET + " whoever reaches " + PEERS + " can take part in the run");
        }
        Optional<ProcessGroup> met = meetings.meet(all, console.err()::println, console.stop());
        if (met.isEmpty()) {
            console.err().println("growth: stopped before all ranks had come");
            return INTERRUPTED;
        }
        try (ProcessGroup group = met.get()) {
            try {
                return command.applyAsInt(Optional.of(group));
            } catch (GrowthException e) {
                group.abort(e);
                throw e.kind() == Kind.PEER ? e.saying(e.getMessage() + "; the run goes on from its last checkpoint when all ranks are"
                        + " started again with --begin-or-resume") : e;
            } catch (RuntimeException | Error e) {
                group.abort(new GrowthException(Kind.UNEXPECTED, e.toString()));
                throw e;
            }
        }
    }

    private static boolean local(InetSocketAddress address) {
        String host = address.getHostString().toLowerCase(Locale.ROOT);
        return HERE.contains(host) || host.startsWith("127.");
    }

    private Peers peers(Console console) {
        if (rank == null || peers == null) {
            throw refused((rank != null ? RANK : peers != null ? PEERS : SECRET) + " needs " + (rank == null ? RANK : PEERS)
                    + ": a rank knows its own number and where all of them listen, e.g. " + RANK + " 0 " + PEERS + " a:7001,b:7001");
        }
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String one : peers.split(",", -1)) {
            InetSocketAddress address = address(one.strip());
            if (addresses.contains(address)) {
                throw refused(PEERS + ": " + one.strip() + " is there twice; every rank listens at a place of its own");
            }
            addresses.add(address);
        }
        if (rank < 0 || rank >= addresses.size()) {
            throw refused(RANK + " " + rank + ": " + PEERS + " has " + addresses.size() + (addresses.size() == 1 ? " rank, 0"
                    : " ranks, 0 to " + (addresses.size() - 1)));
        }
        Peers all = Peers.of(rank, addresses);
        return secretFile == null ? all
                : all.secret(TokenFile.read(SECRET, console.resolve(secretFile)).getBytes(StandardCharsets.US_ASCII));
    }

    private static InetSocketAddress address(String text) {
        Matcher address = ADDRESS.matcher(text);
        int port = address.matches() ? Integer.parseInt(address.group(2)) : 0;
        if (port == 0 || port > LARGEST_PORT) {
            throw refused(PEERS + ": '" + text + "' is no address; write HOST:PORT, e.g. 192.168.0.7:7001, one for each rank");
        }
        return InetSocketAddress.createUnresolved(address.group(1), port);
    }

    private static GrowthException refused(String message) {
        return new GrowthException(Kind.CONFIGURATION, message);
    }
}
