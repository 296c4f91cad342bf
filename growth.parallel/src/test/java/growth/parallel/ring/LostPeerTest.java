package growth.parallel.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.parallel.group.PeerListener;
import growth.parallel.group.Peers;
import growth.parallel.group.ProcessGroup;
import growth.parallel.group.ProcessGroups;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A rank whose only neighbour is a pair of sockets in the hands of the test: it introduces itself as rank 1 of 2, and then is silent, dies
 * in the middle of a frame, or talks nonsense.
 */
@Timeout(30)
class LostPeerTest {
    private static final Duration SILENCE = Duration.ofMillis(400);

    private final PeerListener listener = PeerListener.at(new InetSocketAddress("127.0.0.1", 0));
    private ServerSocketChannel listening;
    private Peers ours;
    private Peers theirs;
    private SocketChannel toUs;
    private SocketChannel fromUs;

    @BeforeEach
    void listen() throws Exception {
        listening = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
        List<InetSocketAddress> addresses = List.of(listener.address(), (InetSocketAddress) listening.getLocalAddress());
        ours = Peers.of(0, addresses).patience(RanksOfThreads.SHORT.silence(SILENCE)).secret(new byte[] {1, 2, 3});
        theirs = new Peers(1, addresses, ours.secret(), ours.versions(), ours.patience());
    }

    @AfterEach
    void close() throws Exception {
        listener.close();
        listening.close();
        LastWords.close(toUs);
        LastWords.close(fromUs);
    }

    /** Returns our group after the other end has come as far as the first barrier. */
    private ProcessGroup meet() throws Exception {
        CompletableFuture<ProcessGroup> group = CompletableFuture.supplyAsync(() -> listener.connect(ours, line -> { }));
        fromUs = listening.accept();
        new Handshake(theirs).answer(fromUs.socket(), 0);
        toUs = SocketChannel.open(listener.address());
        new Handshake(theirs).call(toUs.socket(), 0);
        Opening barrier = new Opening(Opening.Kind.BARRIER, 1, 0);
        write(Frame.OPEN, barrier.content());
        write(Frame.DATA, ByteBuffer.allocate(4));
        return group.get(10, TimeUnit.SECONDS);
    }

    private void write(Frame frame, ByteBuffer content) throws Exception {
        toUs.write(new ByteBuffer[] {frame.header(content.remaining()), content});
    }

    private static void assertLost(ProcessGroup group, Runnable collective, String... words) {
        assertThatThrownBy(collective::run).isInstanceOf(GrowthException.class).hasMessageContainingAll(words)
                .satisfies(e -> assertThat(((GrowthException) e).kind()).isEqualTo(Kind.PEER));
        // and so does every collective from then on
        assertThatThrownBy(group::barrier).hasMessageContainingAll(words);
    }

    @Test
    void silenceIsNoticedWhileTheOtherEndIsStillConnected() throws Exception {
        try (ProcessGroup group = meet()) {
            long begin = System.nanoTime();
            assertLost(group, group::barrier, "rank 1 (127.0.0.1:", "was lost: it gave no sign of life for 0.4 s");
            // silence, a beat, and the two seconds that a farewell waits for an answer
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(300), Duration.ofSeconds(6));
        }
    }

    @Test
    void aDeathBetweenCollectivesIsNoticedAtTheNext() throws Exception {
        try (ProcessGroup group = meet()) {
            toUs.close();
            fromUs.setOption(StandardSocketOptions.SO_LINGER, 0);
            fromUs.close();
            Thread.sleep(100);
            assertLost(group, group::barrier, "rank 1 (127.0.0.1:", "was lost: its connection");
        }
    }

    @Test
    void aDeathInTheMiddleOfAFrameIsNoticed() throws Exception {
        try (ProcessGroup group = meet()) {
            write(Frame.OPEN, new Opening(Opening.Kind.SUM, 2, 1000).content());
            toUs.write(new ByteBuffer[] {Frame.DATA.header(2000), ByteBuffer.allocate(1999)});
            toUs.close();
            assertLost(group, () -> group.sum(Nd4j.ones(1000)), "rank 1 (127.0.0.1:", "was lost: its connection");
        }
    }

    @Test
    void nonsenseEndsTheRun() throws Exception {
        try (ProcessGroup group = meet()) {
            toUs.write(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            assertLost(group, group::barrier, "rank 1 (127.0.0.1:", "was lost: its connection broke: what it sent is no frame");
        }
    }

    @Test
    void whatAnotherRankSaysStaysInOneLine() throws Exception {
        try (ProcessGroup group = meet()) {
            write(Frame.ABORT, ByteBuffer.wrap("\7rank 1 gave up:\nline two\033[31m".getBytes(StandardCharsets.UTF_8)));
            assertThatThrownBy(group::barrier).hasMessage("rank 1 gave up:?line two?[31m");
        }
    }

    @Test
    void strangersHoldNobodyUp() throws Exception {
        try (Socket silent = new Socket("127.0.0.1", listener.address().getPort());
                Socket loud = new Socket("127.0.0.1", listener.address().getPort())) {
            loud.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            long begin = System.nanoTime();
            try (ProcessGroup group = meet()) {
                assertThat(group.size()).isEqualTo(2);
                // less than a stranger's time to introduce itself
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
            }
            assertThat(silent.isConnected()).isTrue();
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        Peers taken = ours.patience(RanksOfThreads.SHORT.meeting(Duration.ofMillis(300)));
        assertThatThrownBy(() -> ProcessGroups.connect(taken, line -> { })).isInstanceOf(GrowthException.class)
                .hasMessageStartingWith("127.0.0.1:" + listener.address().getPort() + ": this rank cannot listen there: Address already in")
                .satisfies(e -> assertThat(((GrowthException) e).kind()).isEqualTo(Kind.CONFIGURATION));
    }
}
