package growth.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import growth.spark.faults.WaitingStack.Gate;
import growth.testing.Cable;
import growth.testing.TwoHosts;
import growth.testing.run.Metrics;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ranks of a data-parallel run are killed and stopped, and the network between them is slow, silent and cut: the run waits or ends with
 * one line, and the same command goes on to the same bits as a run that nothing has disturbed.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "has no sh, or other signals")
@TestInstance(Lifecycle.PER_CLASS)
class FaultsTest {

    private static final int STEPS = 120;
    private static final int GROWTH = 60;
    /** How long a neighbour may give no sign of life; a crowded machine may hold a process up for seconds. */
    private static final String IMPATIENT = "-Dgrowth.peers.silence.seconds=5";

    private Path folder;
    private Trial whole;

    @BeforeAll
    void trainUndisturbed(@TempDir Path temporary) throws IOException, InterruptedException {
        folder = temporary;
        WaitingStack.jar(Files.createDirectories(folder.resolve("plugins")).resolve("waiting.jar"));
        whole = Trial.of(TinyRun.growing().with("40ba", STEPS + "ba").with("stack", WaitingStack.NAME), folder, "whole");
        whole.finish();
    }

    @Test
    void ranksAreKilledBeforeInAndAfterAGrowth() throws IOException, InterruptedException {
        Trial plain = whole.named("killed");
        Gate gate = new Gate(Files.createDirectories(folder.resolve("gate")), plain.out().resolve("metrics.jsonl"), GROWTH);
        Trial killed = plain.at(plain.seat(0).with(gate.option(0)), plain.seat(1).with(gate.option(1)));

        try (Ranks ranks = killed.start()) {
            killed.awaitStep(ranks, 5);
            ranks.rank(1).kill();
            Trial.survivorsMiss(ranks, 1);
        }
        assertThat(Metrics.growths(killed.out())).as("killed before the growth").isEmpty();
        try (Ranks ranks = killed.start()) {
            ranks.rank(0).awaitFile(gate.reached(0));
            ranks.rank(1).awaitFile(gate.reached(1));
            ranks.rank(1).kill();
            gate.open();
            Trial.survivorsMiss(ranks, 1);
        }
        try (Ranks ranks = killed.start()) {
            killed.awaitStep(ranks, GROWTH + 1);
            ranks.rank(0).kill();
            Trial.survivorsMiss(ranks, 0);
        }
        assertThat(Metrics.lastStep(killed.out())).as("killed behind the growth, and before the end").isBetween(GROWTH + 1L, STEPS - 1L);
        killed.finish();
        killed.endedAs(whole);
    }

    @Test
    void aRankThatComesLateOrStopsForAWhileIsAwaited() throws IOException, InterruptedException {
        Trial slow = whole.named("slow");
        try (Ranks late = Ranks.start(slow.seats().subList(0, 1), slow.command())) {
            Thread.sleep(2_000);
            try (Ranks ranks = late.and(slow.seat(1).start(1, slow.command()))) {
                slow.awaitStep(ranks, 5);
                ranks.rank(1).send("STOP");
                Thread.sleep(1_500);
                ranks.rank(1).send("CONT");
                ranks.succeed();
            }
        }
        slow.endedAs(whole);
    }

    @Test
    void aRankThatHangsIsGivenUp() throws IOException, InterruptedException {
        Trial hanging = whole.named("hanging").with(IMPATIENT);
        try (Ranks ranks = hanging.start()) {
            hanging.awaitStep(ranks, 5);
            ranks.rank(1).send("STOP");
            assertThat(ranks.rank(0).end().exits(Trial.PEER_LOST).errors()).hasLineCount(1).contains("rank 1");
            ranks.rank(1).send("CONT");
            assertThat(ranks.rank(1).end().exits(Trial.PEER_LOST).errors()).hasLineCount(1).contains("was lost");
        }
        hanging.finish();
        hanging.endedAs(whole);
    }

    @Test
    void theNetworkIsSlowSilentAndCut() throws IOException, InterruptedException {
        Trial direct = whole.named("cable").with(IMPATIENT);
        List<String> peers = direct.seat(0).peers();
        try (Cable first = new Cable(peers.get(0)); Cable second = new Cable(peers.get(1))) {
            Trial wired = direct.at(direct.seat(0).knows(1, second.address()), direct.seat(1).knows(0, first.address()));
            try (Ranks ranks = wired.start()) {
                wired.awaitStep(ranks, 3);
                first.delay(5);
                wired.awaitStep(ranks, 10);
                second.silence();
                Thread.sleep(1_000);
                second.heal();
                wired.awaitStep(ranks, 15);
                first.cut();
                second.cut();
                assertThat(ranks.end()).allSatisfy(ended -> assertThat(ended.exits(Trial.PEER_LOST).errors()).hasLineCount(1));
            }
            first.delay(0);
            try (Ranks ranks = wired.start()) {
                wired.awaitStep(ranks, GROWTH + 1);
                first.silence();
                second.silence();
                assertThat(ranks.end()).allSatisfy(ended -> assertThat(ended.exits(Trial.PEER_LOST).errors()).hasLineCount(1));
            }
            assertThat(first.carried()).as("the ranks have used the cable").isPositive();
        }
        direct.finish();
        direct.endedAs(whole);
    }

    @Test
    void theNetworkBetweenTwoHostsDrops() throws IOException, InterruptedException {
        assumeTrue(TwoHosts.possible(), "only root makes network namespaces");
        Trial plain = whole.named("hosts").with(IMPATIENT);
        try (TwoHosts hosts = TwoHosts.create()) {
            List<String> peers = List.of(hosts.address(0) + ":7000", hosts.address(1) + ":7000");
            String[] secret = {"--peers-secret-file", Files.writeString(folder.resolve("secret"), "sesame-sesame-sesame").toString()};
            Trial apart = plain.at(plain.seat(0).of(plain.seat(0).distribution().under(hosts.on(0))).knows(peers).saying(secret),
                    plain.seat(1).of(plain.seat(1).distribution().under(hosts.on(1))).knows(peers).saying(secret));
            try (Ranks ranks = apart.start()) {
                apart.awaitStep(ranks, 5);
                // a queue of a few packets, most of which are lost
                hosts.shape("tbf", "rate", "20mbit", "burst", "4kb", "limit", "8kb");
                apart.awaitStep(ranks, 10);
                hosts.pull();
                Thread.sleep(1_000);
                hosts.plug();
                apart.awaitStep(ranks, 15);
                hosts.silence();
                assertThat(ranks.end()).allSatisfy(ended -> assertThat(ended.exits(Trial.PEER_LOST).errors()).hasLineCount(1));
                hosts.heal();
            }
            apart.finish();
        }
        plain.endedAs(whole);
    }
}
