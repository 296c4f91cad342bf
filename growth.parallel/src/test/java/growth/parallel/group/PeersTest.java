package growth.parallel.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a rank knows of the others, and a run of one. */
class PeersTest {
    private static final List<InetSocketAddress> TWO = List.of(InetSocketAddress.createUnresolved("a", 1),
            InetSocketAddress.createUnresolved("b", 2));

    @Test
    void aRankIsOneOfTheAddressesAndItsSecretStaysUnsaid() {
        assertThatThrownBy(() -> Peers.of(2, TWO)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("rank 2 of 2");
        Peers peers = Peers.of(1, TWO).secret("hush".getBytes()).versions(Map.of("Java", "17"));
        assertThat(peers.toString()).contains("rank 1").doesNotContain("hush", "104, 117");
        assertThat(peers.own().getPort()).isEqualTo(2);
        assertThat(peers).isEqualTo(Peers.of(1, TWO).secret("hush".getBytes()).versions(Map.of("Java", "17")));
        assertThat(peers).isNotEqualTo(Peers.of(1, TWO).versions(Map.of("Java", "17")));
    }

    @Test
    void aTimeToWaitIsPositive() {
        assertThatThrownBy(() -> Patience.DEFAULT.silence(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Patience.DEFAULT.meeting(Duration.ofSeconds(1))).isEqualTo(
                new Patience(Duration.ofSeconds(1), Patience.DEFAULT.silence(), Patience.DEFAULT.work()));
    }

    @Test
    void aRunOfOneRankGetsBackWhatItGives() {
        try (ProcessGroup alone = ProcessGroups.connect(Peers.of(0, TWO.subList(0, 1)), line -> { })) {
            double[] values = {1, Double.NaN};
            alone.sum(values);
            alone.barrier();
            assertThat(values).containsExactly(1, Double.NaN);
            assertThat(alone.broadcast(new byte[] {7})).containsExactly(7);
            assertThat(alone.allGather(new byte[] {8})).containsExactly(new byte[] {8});
            assertThat(alone.traffic()).isEqualTo(new Traffic(4, 0, 0, 0, 0));
        }
    }
}
