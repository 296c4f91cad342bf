package growth.parallel.ring;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.parallel.group.Patience;
import growth.parallel.group.Peers;
import growth.parallel.group.ProcessGroup;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

/** What ranks tell each other besides sums, and how they end: ranks are threads here, with real connections. */
class RingTest {
    private static void assertFailure(Throwable failure, Kind kind, String... words) {
        assertThat(failure).isInstanceOf(GrowthException.class).hasMessageNotContaining("\n");
        assertThat(failure.getMessage()).contains(words);
        assertThat(((GrowthException) failure).kind()).as(failure.getMessage()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void blocksArriveWholeAndInTheOrderOfTheRanks(int size) throws Exception {
        byte[] large = new byte[3 * Frame.MOST + 1];
        new Random(1).nextBytes(large);
        for (List<byte[]> all : RanksOfThreads.all(size, group -> {
            assertThat(group.broadcast(group.rank() == 0 ? large : null)).isEqualTo(large);
            assertThat(group.broadcast(group.rank() == 0 ? new byte[0] : new byte[] {9})).isEmpty();
            group.barrier();
            byte[] own = Arrays.copyOf(large, group.rank() * (Frame.MOST - 1));
            return group.allGather(own);
        })) {
            assertThat(all).hasSize(size);
            for (int rank = 0; rank < size; rank++) {
                assertThat(all.get(rank)).isEqualTo(Arrays.copyOf(large, rank * (Frame.MOST - 1)));
            }
        }
    }

    @Test
    void aBarrierHoldsUntilAllHaveCome() throws Exception {
        AtomicInteger come = new AtomicInteger();
        assertThat(RanksOfThreads.all(4, group -> {
            Thread.sleep(group.rank() * 30L);
            come.incrementAndGet();
            group.barrier();
            return come.get();
        })).containsOnly(4);
    }

    @Test
    void aSlowRankIsNotADeadOne() throws Exception {
        Patience impatient = RanksOfThreads.SHORT.silence(Duration.ofMillis(300));
        assertThat(RanksOfThreads.all(3, peers -> peers.patience(impatient), group -> {
            if (group.rank() == 1) {
                Thread.sleep(900);
            }
            double[] values = {1};
            group.sum(values);
            return values[0];
        })).containsOnly(3.0);
    }

    @Test
    void aRankThatNeverComesToACollectiveIsGivenUp() throws Exception {
        Patience impatient = RanksOfThreads.SHORT.work(Duration.ofMillis(300));
        CountDownLatch over = new CountDownLatch(2);
        List<Throwable> failures = RanksOfThreads.failures(3, peers -> peers.patience(impatient), group -> {
            if (group.rank() == 1) {
                over.await();
            }
            try {
                group.sum(Nd4j.ones(10));
            } finally {
                over.countDown();
            }
            return null;
        });
        failures.forEach(failure -> assertFailure(failure, Kind.PEER,
                "it lives, but did not come to collective 2, a sum of 10 numbers within 0.3 s"));
    }

    @Test
    void aReasonReachesAllRanks() throws Exception {
        List<Throwable> failures = RanksOfThreads.failures(4, peers -> peers, group -> {
            if (group.rank() == 2) {
                group.abort("the disk is full");
                group.barrier();
            }
            group.sum(Nd4j.ones(1_000_000));
            return null;
        });
        failures.forEach(failure -> assertFailure(failure, Kind.PEER, "rank 2 (127.0.0.1:", "gave up: the disk is full"));
    }

    @Test
    void theKindOfAReasonReachesAllRanksToo() throws Exception {
        RanksOfThreads.failures(3, peers -> peers, group -> {
            if (group.rank() == 0) {
                group.abort(new GrowthException(Kind.DATA, "corpus.txt: is empty"));
            }
            group.barrier();
            return null;
        }).forEach(failure -> assertFailure(failure, Kind.DATA, "rank 0 (127.0.0.1:", "gave up: corpus.txt: is empty"));
    }

    @Test
    void whoLeavesWhileOthersWaitIsNamed() throws Exception {
        List<Throwable> failures = RanksOfThreads.failures(3, peers -> peers, group -> {
            if (group.rank() != 1) {
                group.barrier();
            }
            return null;
        });
        assertThat(failures.get(1)).isNull();
        assertFailure(failures.get(0), Kind.PEER, "rank 1 (127.0.0.1:", "was lost: it has left the run");
        assertFailure(failures.get(2), Kind.PEER, "rank 1 (127.0.0.1:", "was lost: it has left the run");
    }

    @Test
    void ranksThatAreOutOfStepAreToldBoth() throws Exception {
        List<Throwable> failures = RanksOfThreads.failures(2, peers -> peers, group -> {
            group.sum(Nd4j.ones(10 + group.rank()));
            return null;
        });
        assertThat(failures).allSatisfy(failure -> assertThat(failure.getMessage()).contains("a sum of 10 numbers", "a sum of 11 numbers"));
    }

    @Test
    void anInterruptedRankTellsTheOthersAndStaysInterrupted() throws Exception {
        AtomicReference<Thread> waiting = new AtomicReference<>();
        List<Throwable> failures = RanksOfThreads.failures(2, peers -> peers, group -> {
            if (group.rank() == 0) {
                waiting.set(Thread.currentThread());
                try {
                    group.barrier();
                } finally {
                    assertThat(Thread.interrupted()).isTrue();
                }
            }
            while (waiting.get() == null || waiting.get().getState() != Thread.State.WAITING) {
                Thread.sleep(1);
            }
            waiting.get().interrupt();
            Thread.sleep(200);
            group.barrier();
            return null;
        });
        assertFailure(failures.get(0), Kind.UNEXPECTED, "interrupted in collective 2, a barrier");
        assertFailure(failures.get(1), Kind.PEER, "rank 0 (127.0.0.1:", "gave up: interrupted");
    }

    @Test
    void anotherSecretSizeOrVersionIsRefusedOnBothSidesWithBoth() throws Exception {
        ProcessGroup[] none = new ProcessGroup[1];
        RanksOfThreads.failures(2, peers -> peers.secret(new byte[] {(byte) peers.rank()}), group -> none[0] = group)
                .forEach(failure -> assertFailure(failure, Kind.CONFIGURATION, "has another secret than this one"));
        List<Throwable> versions = RanksOfThreads.failures(3, peers -> peers.versions(
                peers.rank() == 2 ? Map.of("Java", "21", "growth", "1.0.0") : Map.of("Java", "17", "growth", "1.0.0", "growth.extra", "2")),
                group -> none[0] = group);
        assertThat(versions).allSatisfy(failure -> assertThat(failure.getMessage()).contains("Java", "17", "21", "growth.extra", "missing")
                .doesNotContain("1.0.0"));
        versions.forEach(failure -> assertFailure(failure, Kind.CONFIGURATION, "differs from this one, rank"));
        List<Throwable> sizes = RanksOfThreads.failures(2, peers -> peers.rank() == 0 ? peers
                : new Peers(1, List.of(peers.addresses().get(0), peers.own(), peers.addresses().get(0)), new byte[0],
                        peers.versions(), peers.patience().meeting(Duration.ofSeconds(2))), group -> none[0] = group);
        assertFailure(sizes.get(0), Kind.CONFIGURATION, "counts 3 ranks", "this one, rank 0, 2");
        assertThat(none[0]).isNull();
    }

    @Test
    void whoDoesNotComeIsNamed() throws Exception {
        long begin = System.nanoTime();
        List<Throwable> failures = RanksOfThreads.failures(3, peers -> peers.rank() < 2
                ? peers.patience(RanksOfThreads.SHORT.meeting(Duration.ofMillis(600)))
                : new Peers(0, List.of(peers.own()), new byte[0], peers.versions(), peers.patience()), group -> null);
        assertThat(failures.get(2)).isNull();
        assertFailure(failures.get(0), Kind.PEER, "rank 2 (127.0.0.1:", "did not come within 0.6 s");
        assertFailure(failures.get(1), Kind.PEER, "rank 2 (127.0.0.1:", "did not come within 0.6 s");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }
}
