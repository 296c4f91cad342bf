package growth.runtime.metrics;

import growth.api.training.Classes;
import growth.api.training.EndFacts;
import growth.api.training.GrowthReport;
import growth.api.training.PluginOrigin;
import growth.api.training.Score;
import growth.api.training.SearchReport;
import growth.api.training.Took;
import growth.api.training.TrainingEvent.RunEnded;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A line of {@code metrics.jsonl}, as read. A number that the run could not write because it was not finite is NaN. What a line of an older
 * version does not tell is empty.
 */
public sealed interface MetricsRecord {
    /** Returns where in the run it was written. */
    Point at();

    /**
     * The run began, or went on.
     *
     * @param at      where
     * @param name    the run's name
     * @param resumed whether it went on
     */
    record Start(Point at, String name, boolean resumed) implements MetricsRecord {
    }

    /**
     * A stage began.
     *
     * @param at         where
     * @param shape      the model's shape in words
     * @param parameters number of its parameters
     * @param sequence   tokens per sequence; 0 for images
     * @param pooling    pooling of the embedded sequence in words
     * @param resolution pixels along an image's side, if fewer than the model's
     * @param layers     layers that run, if not all
     * @param trains     layers that learn, if not everything
     */
    record Stage(Point at, String shape, long parameters, int sequence, Optional<String> pooling, OptionalInt resolution,
            Optional<List<Integer>> layers, Optional<List<Integer>> trains) implements MetricsRecord {
    }

    /**
     * An optimizer step was made.
     *
     * @param at           where the run stood after it
     * @param loss         training loss in nats
     * @param learningRate its learning rate
     * @param gradientNorm global gradient norm before clipping
     * @param speed        how fast it was
     */
    record Step(Point at, double loss, double learningRate, double gradientNorm, Speed speed) implements MetricsRecord {
    }

    /**
     * How fast a step was.
     *
     * @param tokensPerSecond tokens (images) per second
     * @param flopsPerSecond  training operations per second
     */
    record Speed(double tokensPerSecond, double flopsPerSecond) {
    }

    /**
     * A validation loss was measured.
     *
     * @param at      where
     * @param score   on the validation data
     * @param sets    on each further set, by name, in the order of the run file
     * @param took    what it took, which is not part of the run's seconds and operations
     * @param classes how images were sorted, at the end of a run of a classifier
     */
    record Evaluation(Point at, Score score, Map<String, Score> sets, Took took, Optional<Classes> classes) implements MetricsRecord {
        /** Returns the mean loss over the scored labels of the validation data, in nats. */
        public double loss() {
            return score.loss();
        }
    }

    /**
     * A growth was made.
     *
     * @param at        where the run stood after it, in the new stage
     * @param change    what was done
     * @param effect    what was measured on data
     * @param policies  what holds from here on
     * @param took      time of the growth; operations of what the operator trained, which are part of the run's
     * @param peakBytes memory of the old and the new state together
     */
    record Growth(Point at, Change change, GrowthReport.Effect effect, Policies policies, Took took, long peakBytes)
            implements MetricsRecord {
    }

    /**
     * What a growth did.
     *
     * @param operator the operator's name
     * @param origin   the code of the operator
     * @param from     shape before, in words
     * @param to       shape after, in words
     * @param map      the map in words
     * @param claimed  what the operator claims to preserve, in words
     */
    record Change(String operator, PluginOrigin origin, String from, String to, String map, String claimed) {
    }

    /**
     * What holds from a growth on.
     *
     * @param optimizerState what happened to the optimizer state
     * @param learningRate   what happened to the learning rate
     * @param trains         layers that learn, if not everything
     */
    record Policies(String optimizerState, String learningRate, Optional<List<Integer>> trains) {
    }

    /**
     * A search among sub-networks was over.
     *
     * @param at         where the run stood after it, in the new stage
     * @param candidates what was chosen from
     * @param chosen     index of the candidate that went on
     * @param training   what training the candidates took, which is part of the run's seconds and operations
     * @param scoring    what scoring them took, which is part of the run's seconds and operations
     */
    record Search(Point at, List<SearchReport.Candidate> candidates, int chosen, Took training, Took scoring) implements MetricsRecord {
        public Search {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * A task of a suite was measured.
     *
     * @param at     where
     * @param suite  the suite's name
     * @param task   the task's name
     * @param scores the other numbers of the line, by name, such as {@code examples}, {@code exact_match} and {@code exact_match_stderr}
     * @param took   what it took, which is not part of the run's seconds and operations
     */
    record Suite(Point at, String suite, String task, Map<String, Double> scores, Took took) implements MetricsRecord {
    }

    /**
     * A checkpoint was saved.
     *
     * @param at      where
     * @param folder  name of its folder in {@code checkpoints}
     * @param seconds time it took
     */
    record Checkpoint(Point at, String folder, OptionalDouble seconds) implements MetricsRecord {
    }

    /**
     * The run ended for now.
     *
     * @param at      where
     * @param outcome how
     * @param remarks remarks in words, one line each
     * @param facts   facts behind them; empty for older records, and for runs that did not finish
     */
    record End(Point at, RunEnded.Outcome outcome, List<String> remarks, Optional<EndFacts> facts) implements MetricsRecord {
        public End {
            remarks = List.copyOf(remarks);
        }
    }
}
