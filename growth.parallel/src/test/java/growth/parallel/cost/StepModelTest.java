package growth.parallel.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model of step time against a simulation of the ring, piece by piece, and against cases that can be done by hand. */
class StepModelTest {
    private static final Network SLOW = new Network(1e9 / 8, 1e-4);

    /** A piece of a rank's stream: it may go out when it is there and the wire is free. */
    private record Piece(double time, int rank, int index) {
    }

    /**
     * Sends every piece of every rank one by one, knowing nothing of segments that flow: a rank's piece k of step t needs its left
     * neighbour's piece k of step t − 1 to have arrived, and the piece before it to be out.
     */
    private static double simulated(long numbers, int ranks, Network network) {
        double segment = 4.0 * numbers / ranks;
        int pieces = (int) Math.max(1, Math.ceil(segment / RingCost.PIECE));
        double rate = Math.min(network.content(), RingCost.MOVED);
        double hop = network.latency() + RingCost.HANDLING;
        int total = 2 * (ranks - 1) * pieces;
        double[] free = new double[ranks];
        double last = 0;
        PriorityQueue<Piece> ready = new PriorityQueue<>((a, b) -> a.time() != b.time() ? Double.compare(a.time(), b.time())
                : Integer.compare(a.index(), b.index()));
        IntStream.range(0, ranks).forEach(rank -> IntStream.range(0, pieces).forEach(i -> ready.add(new Piece(0, rank, i))));
        while (!ready.isEmpty()) {
            Piece piece = ready.poll();
            int place = piece.index() % pieces;
            double bytes = place < pieces - 1 ? RingCost.PIECE : segment - (pieces - 1.0) * RingCost.PIECE;
            double out = Math.max(piece.time(), free[piece.rank()]) + bytes / rate;
            free[piece.rank()] = out;
            last = Math.max(last, out + hop);
            if (piece.index() + pieces < total) {
                ready.add(new Piece(out + hop, (piece.rank() + 1) % ranks, piece.index() + pieces));
            }
        }
        return last;
    }

    @ParameterizedTest
    @CsvSource({"2, 10000000, 1e9, 1e-4", "3, 1000000, 1e9, 1e-3", "8, 5000000, 1e10, 5e-4", "64, 100000, 1e8, 1e-5",
        "100, 25000000, 1e9, 2e-2", "16, 70000, 1e9, 0", "5, 3, 1e9, 1e-3", "40, 4000000, 1e11, 1e-3"})
    void aSumTakesWhatASimulationOfEachPieceTakes(int ranks, long numbers, double bits, double latency) {
        Network network = new Network(bits / 8, latency);
        double simulated = simulated(numbers, ranks, network);
        // a last piece that is smaller than the others arrives earlier, which the formula leaves out
        assertThat(new RingCost(ranks, network).sumSeconds(numbers)).isCloseTo(simulated, within(0.08 * simulated));
    }

    @Test
    void longRunsOfBytesAreBoundByTheBandwidthAndShortOnesByHops() {
        // 2(W−1)/W · 4n bytes over 94.1 % of 125 MB/s: 40 MB for two ranks in 0.340 s
        assertThat(new RingCost(2, SLOW).sumSeconds(10_000_000)).isCloseTo(0.340, within(0.001));
        assertThat(new RingCost(2, SLOW).sumBytes(10_000_000)).isCloseTo(40_000_000 + 22 + 2 * 5 * 153, within(0.5));
        // ten numbers: 2(W−1) hops
        assertThat(new RingCost(11, SLOW).sumSeconds(10)).isCloseTo(20 * 1.6e-4, within(1e-5));
        assertThat(new RingCost(11, SLOW).gatherSeconds(8)).isCloseTo(10 * 1.6e-4, within(1e-5));
        RingCost alone = new RingCost(1, SLOW);
        assertThat(alone.sumSeconds(10) + alone.sumBytes(10) + alone.broadcastSeconds(9) + alone.gatherBytes(9)).isZero();
    }

    @Test
    void oneRankLosesNothingAndLocalStepsDivideWhatIsMoved() {
        StepModel model = new StepModel(new StepWork(1, 0.1, 10_000_000, 30_000_000), SLOW);
        assertThat(model.alone()).isEqualTo(new StepTime(1, 1.1, 0, 0, 0));
        assertThat(model.synchronous(1).seconds()).isEqualTo(1.1);
        StepTime two = model.synchronous(2);
        assertThat(two.compute()).isEqualTo(0.6);
        assertThat(two.efficiency(model.alone())).isCloseTo(1.1 / 2 / (0.6 + 0.340), within(0.002));
        assertThat(model.local(2, 50).moving()).isCloseTo(new RingCost(2, SLOW).sumSeconds(30_000_000) / 50, within(1e-12));
        assertThat(model.local(2, 50).bytes()).isLessThan(two.bytes() / 15);
        assertThat(model.local(2, 50).efficiency(model.alone())).isGreaterThan(0.85);
    }

    @Test
    void moreRanksStopToPayWhereTheStepIsShortest() {
        StepModel model = new StepModel(new StepWork(10, 0, 1_000_000, 3_000_000), SLOW);
        int fastest = StepModel.fastest(model::synchronous, IntStream.rangeClosed(1, 1000));
        // segments are shorter than hops take: T(W) = C/W + 8n/B (W−1)/W + 5(W−1)(L+h), shortest at √((C − 8n/B) / 5(L+h)) = 112
        assertThat(fastest).isBetween(95, 120);
        assertThat(model.synchronous(fastest).seconds()).isLessThan(model.synchronous(fastest + 40).seconds());
        assertThat(model.paying(model::synchronous, IntStream.rangeClosed(1, 1000), 0.5)).isBetween(40, fastest);
        // a model whose sum takes longer than its step never pays
        StepModel never = new StepModel(new StepWork(0.1, 0, 10_000_000, 30_000_000), SLOW);
        assertThat(StepModel.fastest(never::synchronous, IntStream.rangeClosed(1, 1000))).isEqualTo(1);
        assertThat(StepModel.fastest(ranks -> never.local(ranks, 100), IntStream.rangeClosed(1, 1000))).isGreaterThan(2);
    }

    @Test
    void networksAreReadAsPeopleWriteThem() {
        assertThat(Network.of("1Gbit/s", "0.1ms")).isEqualTo(Network.USUAL).hasToString("1.0 Gbit/s and 0.1 ms");
        assertThat(Network.of("125 MB/s", "100us").bandwidth()).isEqualTo(125e6);
        assertThat(Network.of("2.5Gbps", "0s").toString()).isEqualTo("2.5 Gbit/s and 0 ms");
        assertThatThrownBy(() -> Network.of("fast", "1ms")).isInstanceOf(GrowthException.class)
                .hasMessage("--bandwidth: 'fast' is no bandwidth; write 1Gbit/s, 100Mbit/s or 125MB/s");
        assertThatThrownBy(() -> Network.of("0bit/s", "1ms")).hasMessageContaining("no bandwidth");
        assertThatThrownBy(() -> Network.of("1Gbit/s", "soon")).hasMessage("--latency: 'soon' is no latency; write 0.1ms, 50us or 0s");
    }
}
