package growth.shell.bench;

import com.fasterxml.jackson.databind.JsonNode;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Measures two engines alternately on the same weights and the same batch, each in a process of its own: what the machine does meanwhile
 * meets both, so that the ratios of rounds say more than the times.
 */
public final class PairedBench {
    /** The fewest rounds whose smallest and largest ratio say something. */
    public static final int FEWEST_ROUNDS = 5;
    /** Of sizes that fill a device: two engines may have to share it. */
    private static final int ROWS = 8;
    private final BenchPlan plan;
    private final int rounds;
    private final double tolerance;

    /**
     * @param plan      what to measure; its seconds are for both engines together
     * @param rounds    how often each engine is measured
     * @param tolerance largest relative difference of the losses of both engines
     */
    public PairedBench(BenchPlan plan, int rounds, double tolerance) {
        this.plan = plan;
        this.rounds = rounds;
        this.tolerance = tolerance;
    }

    /**
     * Starts a process of this installation that measures an engine, and waits until its session is open.
     *
     * @param program     the installation's start script
     * @param arguments   of the command line
     * @param environment variables besides those of this process
     * @param engine      the engine's name, for errors
     * @throws GrowthException what the process said when it ended
     */
    public static BenchPeer start(Path program, List<String> arguments, Map<String, String> environment, String engine) {
        return BenchProcess.start(program, arguments, environment, engine);
    }

    /** Starts the process of an engine for a size. */
    public interface Start {
        /** @param rows sequences or images of one step */
        BenchPeer of(String engine, BenchSize size, int rows);
    }

    /**
     * Returns the measurements; empty after a stop.
     *
     * @throws GrowthException (DIVERGED) if the engines' losses differ, so that their times are of different computations; what a process
     *                         said when it ended early
     */
    public Optional<PairedResult> run(BenchSize size, List<String> engines, Start start, BooleanSupplier stop) {
        int rows = plan.rows() > 0 ? plan.rows() : size.fills() ? ROWS : size.rows();
        try (BenchPeer first = start.of(engines.get(0), size, rows); BenchPeer second = start.of(engines.get(1), size, rows)) {
            List<BenchPeer> both = List.of(first, second);
            double[] step = new double[both.size()];
            double disagreement = agree(size, engines, both, step);
            if (plan.steps() == 0) {
                warm(both, step, stop);
            }
            int steps = plan.steps() > 0 ? plan.steps()
                    : (int) Math.max(1, Math.round(plan.seconds() / rounds / (step[0] + step[1])));
            List<BenchPeak> peaks = List.of(first.peak(), second.peak());
            List<List<Double>> medians = List.of(new ArrayList<>(), new ArrayList<>());
            List<JsonNode> last = new ArrayList<>(List.of(first.ready(), second.ready()));
            for (int round = 0; round < rounds && !stop.getAsBoolean(); round++) {
                // who begins changes, so that neither always meets the warmer machine
                for (int turn = 0; turn < both.size(); turn++) {
                    int one = (round + turn) % both.size();
                    last.set(one, both.get(one).steps(steps));
                    medians.get(one).add(median(last.get(one)));
                }
            }
            if (stop.getAsBoolean()) {
                return Optional.empty();
            }
            return Optional.of(new PairedResult(size, rows, first.ready().get("tokens").longValue(),
                    disagreement, side(engines.get(0), first, last.get(0), peaks.get(0), medians.get(0)),
                    side(engines.get(1), second, last.get(1), peaks.get(1), medians.get(1))));
        }
    }

    /** Makes the first steps, writes the seconds of the last of them, and returns the largest relative difference of their losses. */
    private double agree(BenchSize size, List<String> engines, List<BenchPeer> both, double[] step) {
        double worst = 0;
        for (int i = 0; i < plan.warmup(); i++) {
            double[] losses = new double[both.size()];
            for (int one = 0; one < losses.length; one++) {
                JsonNode answer = both.get(one).steps(1);
                losses[one] = answer.get("loss").doubleValue();
                step[one] = median(answer);
            }
            double difference = Math.abs(losses[0] - losses[1]) / Math.abs(losses[0]);
            if (!(difference <= tolerance)) {
                throw new GrowthException(Kind.DIVERGED, String.format(Locale.ROOT, "bench %s: in step %d the loss is %.7g on %s and %.7g"
                        + " on %s, from the same weights and batch: they differ by %.1e, more than %.0e, so that their times would be of"
                        + " different computations", size.label(), i + 1, losses[0], engines.get(0), losses[1], engines.get(1), difference,
                        tolerance));
            }
            worst = Math.max(worst, difference);
        }
        return worst;
    }

    /** Lets each engine compute alone for as long as it is going to be measured, and writes the seconds of a step. */
    private void warm(List<BenchPeer> both, double[] step, BooleanSupplier stop) {
        for (int one = 0; one < both.size() && !stop.getAsBoolean(); one++) {
            int steps = (int) Math.ceil(plan.seconds() / both.size() / step[one]);
            step[one] = median(both.get(one).steps(steps));
        }
    }

    private static double median(JsonNode answer) {
        double[] seconds = new double[answer.get("seconds").size()];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = answer.get("seconds").get(i).doubleValue();
        }
        return Median.of(seconds);
    }

    private static PairedResult.Side side(String name, BenchPeer peer, JsonNode last, BenchPeak peak, List<Double> medians) {
        Map<String, String> facts = new LinkedHashMap<>();
        peer.ready().get("engine").properties().forEach(fact -> facts.put(fact.getKey(), fact.getValue().textValue()));
        facts.put("workers", peer.ready().get("workers").asText());
        return new PairedResult.Side(name, facts, last.get("flops").doubleValue(), peak.max(peer.peak()),
                last.get("resident_bytes").asDouble(Double.NaN), medians);
    }
}
