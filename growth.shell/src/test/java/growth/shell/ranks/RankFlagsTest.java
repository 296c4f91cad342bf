package growth.shell.ranks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.parallel.group.ProcessGroup;
import growth.shell.command.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** How ranks are named on a command line, meet and end together. */
@Timeout(60)
class RankFlagsTest {
    private static final RankMeetings SOON = new RankMeetings(Map.of(RankMeetings.MEETING, "20", RankMeetings.SILENCE, "20")::get,
            Map.of("Java", "17"));
    @TempDir
    private Path home;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Command(name = "some")
    private static final class Some {
        @Mixin
        private RankFlags ranks = new RankFlags();
    }

    private Console console() {
        PrintStream print = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new Console(print, print, false, false, () -> 80, home, stop::get);
    }

    private int run(RankMeetings meetings, ToIntFunction<Optional<ProcessGroup>> command, String... words) {
        Some some = new Some();
        new CommandLine(some).parseArgs(words);
        return some.ranks.run(meetings, console(), command);
    }

    private void refused(String message, String... words) {
        GrowthException refusal = catchThrowableOfType(GrowthException.class, () -> run(SOON, group -> 0, words));
        assertThat(refusal.kind()).isEqualTo(Kind.CONFIGURATION);
        assertThat(refusal.getMessage()).startsWith(message).doesNotContain("\n");
    }

    private static List<String> free(int ranks) throws IOException {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return IntStream.of(one.getLocalPort(), other.getLocalPort()).limit(ranks).mapToObj(port -> "127.0.0.1:" + port).toList();
        }
    }

    /** Carries out a command on two ranks. */
    private List<Object> both(ToIntFunction<Optional<ProcessGroup>> command) throws IOException {
        String peers = String.join(",", free(2));
        List<CompletableFuture<Object>> ranks = IntStream.range(0, 2).mapToObj(rank -> CompletableFuture.<Object>supplyAsync(() -> {
            try {
                return run(SOON, command, "--rank", Integer.toString(rank), "--peers", peers);
            } catch (RuntimeException e) {
                return e;
            }
        })).toList();
        return ranks.stream().map(CompletableFuture::join).toList();
    }

    @Test
    void withoutARankNobodyIsMet() {
        assertThat(run(SOON, group -> group.isEmpty() ? 5 : 6)).isEqualTo(5);
    }

    @Test
    void whatCannotBeIsRefusedBeforeAnybodyIsMet() throws IOException {
        refused("--rank needs --peers: ", "--rank", "0");
        refused("--peers needs --rank: ", "--peers", "a:7001");
        refused("--peers-secret-file needs --rank: ", "--peers-secret-file", "secret");
        refused("--rank 2: --peers has 2 ranks, 0 to 1", "--rank", "2", "--peers", "a:7001,b:7001");
        refused("--rank -1: ", "--rank", "-1", "--peers", "a:7001,b:7001");
        refused("--peers: a:7001 is there twice", "--rank", "1", "--peers", "a:7001, a:7001");
        for (String wrong : List.of("a", "a:0", "a:70000", ":7001", "", "a b:7001", "a:7001:8")) {
            refused("--peers: '" + wrong + "' is no address; write HOST:PORT", "--rank", "0", "--peers", wrong + ",b:7001");
        }
        Path secret = Files.writeString(home.resolve("secret"), "short");
        refused(secret + ": holds no token", "--rank", "0", "--peers", "[::1]:7001,b:7001", "--peers-secret-file", "secret");
        GrowthException times = catchThrowableOfType(GrowthException.class,
                () -> new RankMeetings(Map.of(RankMeetings.SILENCE, "soon")::get, Map.of()));
        assertThat(times.getMessage()).startsWith("growth.peers.silence.seconds=soon in conf/framework.properties or JAVA_OPTS is not");
    }

    @Test
    void ranksMeetAndEndTogether() throws IOException {
        assertThat(both(group -> {
            ProcessGroup ranks = group.orElseThrow();
            int sum = ranks.allGather(new byte[] {(byte) (ranks.rank() + 3)}).stream().mapToInt(bytes -> bytes[0]).sum();
            ranks.barrier();
            return sum;
        })).containsExactly(7, 7);
        assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("secret");
    }

    @Test
    void aRankThatFailsTellsTheOthersWhy() throws IOException {
        List<Object> outcomes = both(group -> {
            if (group.orElseThrow().rank() == 1) {
                throw new GrowthException(Kind.DATA, "train.txt: is not there");
            }
            group.orElseThrow().barrier();
            return 0;
        });
        assertThat(outcomes).allSatisfy(outcome -> assertThat(((GrowthException) outcome).kind()).isEqualTo(Kind.DATA));
        assertThat(((GrowthException) outcomes.get(0)).getMessage()).contains("rank 1", "train.txt: is not there");

        List<Object> lost = both(group -> {
            if (group.orElseThrow().rank() == 1) {
                throw new IllegalStateException("broken");
            }
            group.orElseThrow().barrier();
            return 0;
        });
        assertThat(((GrowthException) lost.get(0)).kind()).isEqualTo(Kind.PEER);
        assertThat(((GrowthException) lost.get(0)).getMessage()).contains("rank 1", "broken")
                .endsWith("; the run goes on from its last checkpoint when all ranks are started again with --begin-or-resume");
    }

    @Test
    void whoWaitsForTheOthersCanBeStopped() throws IOException {
        stop.set(true);
        int status = run(SOON, group -> 0, "--rank", "0", "--peers", String.join(",", free(2)));
        assertThat(status).isEqualTo(130);
        assertThat(err.toString(StandardCharsets.UTF_8)).endsWith("growth: stopped before all ranks had come\n");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
