package growth.runtime.train;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.EngineSession.Evaluation;
import growth.api.model.ModelState;
import growth.api.model.TrainingCost;
import growth.api.model.View;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.training.Progress;
import growth.api.training.SearchReport;
import growth.api.training.Took;
import growth.parallel.session.LocalStepsSession;
import growth.runtime.evaluation.BatchCost;
import growth.runtime.prepare.LeasedOperator;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.train.search.Choice;
import growth.runtime.train.search.LayerSubset;
import growth.runtime.train.search.Search;
import growth.runtime.train.search.SubNetwork;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The end of a search among sub-networks (Li et al. 2022, section 3.3): each is scored on the same training batches, with the fastest
 * average of the parameters if the run keeps any, and the best goes on with the weights it has. Costs are operations, not seconds as in
 * the paper, so that the same run chooses alike on every machine and after every resume.
 *
 * @param run     the run
 * @param options how sessions compute
 * @param clock   measures how long it takes
 * @param log     takes a line for each candidate
 */
record SearchStep(PreparedRun run, EngineOptions options, TrainingClock clock, Consumer<String> log) {
    /** Batches each candidate is scored on, as in the paper's code. */
    private static final int SCORED_BATCHES = 50;

    /**
     * The outcome of a search.
     *
     * @param chosen the sub-network that goes on
     * @param effort what scoring took
     * @param report what is told of the search
     */
    record Chosen(SubNetwork chosen, TrainingEffort effort, SearchReport report) {
    }

    /**
     * Scores the candidates; the session afterwards holds the chosen one.
     *
     * @param now where the run stands
     */
    Chosen finish(EngineSession session, Search search, Progress now) {
        double[] losses = new double[search.candidates().size()];
        double[] costs = new double[losses.length];
        double flops = 0;
        long begin = clock.now();
        Optional<String> average = fastest(session.state().averages());
        for (int i = 0; i < losses.length; i++) {
            SubNetwork candidate = search.candidates().get(i);
            losses[i] = loss(session, candidate, average);
            costs[i] = cost(session, candidate.running());
            flops += SCORED_BATCHES * options.rows() * costs[i] * BatchCost.FORWARD_SHARE;
        }
        int best = Choice.best(losses, costs);
        tell(search, losses, costs, best);
        SubNetwork chosen = search.candidates().get(best);
        LocalStepsSession.of(session).ifPresent(local -> local.following(momentum ->
                LayerSubset.of(ModelState.of(session.shape(), momentum), chosen.layers(), false).parameters()));
        session.adopt(recycled(session.state(), chosen));
        TrainingEffort effort = new TrainingEffort(0, flops, clock.since(begin));
        List<SearchReport.Candidate> candidates = IntStream.range(0, losses.length).mapToObj(i -> new SearchReport.Candidate(
                search.candidates().get(i).layers().size(), seen(search.candidates().get(i)), losses[i], costs[i])).toList();
        return new Chosen(chosen, effort, new SearchReport(candidates, best, search.training(now),
                Took.of(effort.seconds(), effort.flops())));
    }

    /** Returns what part of the data's size a candidate sees, in words; empty if all. */
    private static String seen(SubNetwork candidate) {
        return candidate.view().resolution().map(r -> r + "px").or(() -> candidate.view().sequence().map(s -> "sequences of " + s))
                .orElse("");
    }

    /** The paper scores with the average of the smallest decay. */
    private static Optional<String> fastest(Map<String, ?> averages) {
        return averages.keySet().stream().min(Comparator.comparingDouble(Double::parseDouble));
    }

    private double loss(EngineSession session, SubNetwork candidate, Optional<String> average) {
        Cursor cursor = run.dataset().cursor();
        double sum = 0;
        long scored = 0;
        for (int i = 0; i < SCORED_BATCHES; i++) {
            Batch batch = run.dataset().next(options.rows(), candidate.view());
            Evaluation one = average.map(name -> session.evaluate(name, batch, candidate.running()))
                    .orElseGet(() -> session.evaluate(batch, candidate.running()));
            sum += one.loss() * one.scored();
            scored += one.scored();
        }
        run.dataset().seek(cursor);
        if (!Double.isFinite(sum / scored)) {
            throw new GrowthException(GrowthException.Kind.DIVERGED, "a sub-network of the search has a loss of " + sum / scored
                    + "; try a lower training.optimizer.lr");
        }
        return sum / scored;
    }

    private double cost(EngineSession session, View view) {
        double scored = run.dataset().scoredShare() * view.sequence(session.shape());
        return TrainingCost.perSequence(session.shape(), view, scored);
    }

    private void tell(Search search, double[] losses, double[] costs, int best) {
        log.accept(String.format(Locale.ROOT, "search among %d sub-networks: loss · cost^%.3f decides", losses.length,
                Choice.exponent(losses, costs)));
        IntStream.range(0, losses.length).forEach(i -> {
            SubNetwork candidate = search.candidates().get(i);
            String seen = seen(candidate).isEmpty() ? "" : ", " + seen(candidate);
            log.accept(String.format(Locale.ROOT, "  %s%d layers%s: loss %.4f, %.2f of the dearest's cost", i == best ? "→ " : "  ",
                    candidate.layers().size(), seen, losses[i], costs[i] / IntStream.range(0, costs.length).mapToDouble(j -> costs[j])
                            .max().orElseThrow()));
        });
    }

    private ModelState recycled(ModelState supernet, SubNetwork chosen) {
        LeasedOperator operator = run.operators().lease(Optional.empty());
        return LayerSubset.of(supernet, chosen.layers(), operator.optimizerState() != OptimizerStatePolicy.RESET);
    }
}
