package growth.runtime.train;

import growth.api.TrainingTime;
import growth.api.engine.EngineOptions;
import growth.api.training.Progress;
import growth.api.training.TrainingEvent.SuiteScored;
import growth.api.training.TrainingListener;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.suite.SuiteScorer;
import growth.runtime.suite.SuiteTokens;
import java.util.List;
import java.util.Optional;

/** Scores the model in training on the run's suites. It draws nothing and changes nothing of the run. For one thread. */
final class SuiteStep {
    private final List<SuiteTokens> suites;
    private final Optional<Recurrence> own;
    private final int rows;
    private final TrainingListener events;
    private long scoredAt = -1;

    /**
     * @param run     names the suites and says when they are scored
     * @param options how sessions compute
     * @param events  hears the scores
     */
    SuiteStep(PreparedRun run, EngineOptions options, TrainingListener events) {
        suites = run.suites();
        Optional<TrainingTime> every = run.run().evaluate().suites().policies().suitesEvery();
        own = every.map(time -> new Recurrence(Optional.of(time)));
        rows = options.rows();
        this.events = events;
    }

    /**
     * Scores the model if that is due after a step.
     *
     * @param before    where the run stood before the step
     * @param now       where it stands
     * @param evaluated whether the validation loss was measured after the step
     */
    void afterStep(TrainedModel model, Progress before, Progress now, boolean evaluated) {
        if (own.map(every -> every.due(before, now)).orElse(evaluated)) {
            score(model, now);
        }
    }

    /** Scores the model, unless that is done at this step. */
    void atLeastOnce(TrainedModel model, Progress now) {
        if (scoredAt != now.step()) {
            score(model, now);
        }
    }

    private void score(TrainedModel model, Progress now) {
        scoredAt = now.step();
        SuiteScorer scorer = new SuiteScorer(model.session(), model.shape(), model.view(), rows);
        suites.forEach(suite -> events.on(new SuiteScored(now, scorer.score(suite, (done, total) -> { }))));
    }
}
