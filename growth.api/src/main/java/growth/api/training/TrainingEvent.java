package growth.api.training;

import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.api.suite.SuiteResult;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What happens in a run, in this order:
 *
 * <pre>
 * RunStarted                          (resumed or not)
 * StageStarted                        the first model
 * EvaluationCompleted                 at step 0, if it comes from a checkpoint (model.start)
 * while duration not reached:
 *     decision = schedule.next(progress, shape)
 *     if decision is Grow:
 *         GrowthStarted
 *         evaluate held-out data; state = operator.grow(state, target); session.adopt(state); evaluate again
 *         GrowthCompleted             (report); if it fails: CheckpointSaved with the model before it
 *         StageStarted                the grown model
 *     if decision is Search:
 *         grow to the deepest candidate as above
 *         StageStarted                all candidates, one of which by chance in every step until the search is over;
 *                                     the best of them then goes on: SearchCompleted, StageStarted
 *     batches = dataset.next(…)       one per accumulation
 *     session.train(batches, …)
 *     StepCompleted
 *     if evaluation is due:  EvaluationCompleted
 *     if suites are due:  SuiteScored  for each
 *     if checkpoint is due, or the run was asked to stop:  CheckpointSaved
 *     if asked to stop, or evaluations have not got better for as long as the run has patience: leave the loop
 * EvaluationCompleted                 unless just done or stopped
 * SuiteScored                         for each suite, unless just done or stopped
 * CheckpointSaved                     unless just done
 * RanksExchanged                      if several processes train the run together
 * RunEnded                            (finished, stopped, failed or diverged)
 * </pre>
 */
@ProviderType
public sealed interface TrainingEvent {
    /** Returns how far the run was. */
    Progress progress();

    /** The run begins or goes on. */
    record RunStarted(String name, Path folder, boolean resumed, Progress progress) implements TrainingEvent {
    }

    /** A stage begins: training of one model, or of some of its parts, at one view. */
    record StageStarted(int stage, ModelShape shape, View view, Trainable trainable, Progress progress) implements TrainingEvent {
        /** A stage in which everything learns. */
        public StageStarted(int stage, ModelShape shape, View view, Progress progress) {
            this(stage, shape, view, Trainable.ALL, progress);
        }
    }

    /**
     * One optimizer step is done.
     *
     * @param learningRate    its learning rate
     * @param gradientNorm    global gradient norm before clipping
     * @param tokensPerSecond speed of the step
     * @param flopsPerSecond  speed of the step
     */
    record StepCompleted(Progress progress, double learningRate, double gradientNorm, double tokensPerSecond, double flopsPerSecond)
            implements TrainingEvent {
    }

    /**
     * A loss on the validation data was measured.
     *
     * @param score   on the validation data
     * @param sets    on each further validation set, by name, in the order of the run file
     * @param took    what it took, which is not part of the run's seconds and operations
     * @param classes how images were sorted; at the end of a run of a classifier
     */
    record EvaluationCompleted(Progress progress, Score score, Map<String, Score> sets, Took took, Optional<Classes> classes)
            implements TrainingEvent {
        public EvaluationCompleted {
            sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
        }

        /** Makes the event of a loss alone. */
        public EvaluationCompleted(Progress progress, double loss, long scored, long correct) {
            this(progress, new Score(loss, scored, correct, OptionalDouble.empty()), Map.of(), Took.UNKNOWN, Optional.empty());
        }

        /** Makes the event of a loss without a count of correct labels. */
        public EvaluationCompleted(Progress progress, double loss, long scored) {
            this(progress, loss, scored, 0);
        }

        /** Returns the mean loss over the scored labels, in nats. */
        public double loss() {
            return score.loss();
        }

        /** Returns the number of scored labels. */
        public long scored() {
            return score.scored();
        }

        /** Returns the number of scored labels to which the model gives the highest logit. */
        public long correct() {
            return score.correct();
        }
    }

    /**
     * The model was scored on a suite of tasks.
     *
     * @param result the scores
     */
    record SuiteScored(Progress progress, SuiteResult result) implements TrainingEvent {
    }

    /** A growth begins. */
    record GrowthStarted(Progress progress, String operator, ModelShape from, ModelShape to) implements TrainingEvent {
    }

    /** A growth is done. */
    record GrowthCompleted(Progress progress, GrowthReport report) implements TrainingEvent {
    }

    /**
     * A search among sub-networks is over; the best of them goes on.
     *
     * @param report what it found, and what it took
     */
    record SearchCompleted(Progress progress, SearchReport report) implements TrainingEvent {
    }

    /** A checkpoint is safely on disk. */
    record CheckpointSaved(Progress progress, Path folder, double seconds) implements TrainingEvent {
    }

    /**
     * What the processes (ranks) that train a run together have sent each other since it began or went on.
     *
     * @param ranks       how many they are
     * @param collectives exchanges in which all took part
     * @param sent        bytes that rank 0 sent
     * @param received    bytes that rank 0 received
     * @param seconds     time that rank 0 spent in exchanges, waiting for slower ranks included
     */
    record RanksExchanged(Progress progress, int ranks, long collectives, long sent, long received, double seconds)
            implements TrainingEvent {
    }

    /**
     * The run is over for now.
     *
     * @param remarks further remarks, such as which checkpoint is the best; one line each
     * @param facts   facts behind them, for programs; empty unless the run finished
     */
    record RunEnded(Progress progress, Outcome outcome, List<String> remarks, Optional<EndFacts> facts) implements TrainingEvent {
        public RunEnded {
            remarks = List.copyOf(remarks);
        }

        /** Makes the event of an end without facts. */
        public RunEnded(Progress progress, Outcome outcome, List<String> remarks) {
            this(progress, outcome, remarks, Optional.empty());
        }

        /** Makes the event of an end without remarks. */
        public RunEnded(Progress progress, Outcome outcome) {
            this(progress, outcome, List.of());
        }

        /** How it ended. */
        public enum Outcome { FINISHED, STOPPED, FAILED, DIVERGED }
    }
}
