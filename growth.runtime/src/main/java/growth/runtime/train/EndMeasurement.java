package growth.runtime.train;

import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.schedule.PlannedStage;
import growth.api.training.EndFacts;
import growth.api.training.Progress;
import growth.runtime.evaluation.LabelCounts;
import growth.runtime.plan.Plan;
import growth.runtime.plan.StageCosts;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.train.gate.GateRamps;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Measures what a run leaves when it has finished, apart from its model.
 *
 * @param run     the run
 * @param heldOut its validation data
 * @param growth  knows its last growth
 */
record EndMeasurement(PreparedRun run, HeldOut heldOut, GrowthStep growth) {

    /**
     * Returns the facts.
     *
     * @param model   the model in training
     * @param now     where the run has ended
     * @param missing what is missing, if it ended before its last stage
     */
    EndFacts of(TrainedModel model, Progress now, Optional<String> missing) {
        double uniform = EndRemarks.guessing(model.shape());
        return new EndFacts(length(now, missing), ramps(model.ramps(), now), copies(model),
                new EndFacts.Guessing(uniform, unigram(model.view()), now.validationLoss().orElse(Double.NaN) > uniform));
    }

    private EndFacts.Length length(Progress now, Optional<String> missing) {
        Optional<List<PlannedStage>> stages = run.schedule().plan();
        // A run that was resumed behind its last growth has no schedule any more that could tell.
        boolean whole = run.run().growth().isEmpty() || stages.filter(s -> s.size() > 1).isPresent();
        double flops = whole ? StageCosts.of(run, Double.NaN).stream().mapToDouble(Plan.Stage::flops).sum() : 0;
        return new EndFacts.Length(run.run().training().duration().toString(), now.share(),
                flops > 0 && Double.isFinite(flops) ? OptionalDouble.of(flops) : OptionalDouble.empty(),
                stages.filter(s -> whole).map(List::size), missing);
    }

    private static EndFacts.Ramps ramps(GateRamps ramps, Progress now) {
        double lowest = 1;
        Gates gates = ramps.at(now);
        for (GateSite site : gates.sites()) {
            for (float gate : gates.at(site).orElseThrow()) {
                lowest = Math.min(lowest, gate);
            }
        }
        return new EndFacts.Ramps(ramps.open().size(), lowest);
    }

    private EndFacts.Copies copies(TrainedModel model) {
        ModelShape shape = model.shape();
        return growth.copies(model.session(), shape, model.view()).orElse(new EndFacts.Copies(OptionalDouble.empty(), false, List.of()));
    }

    private OptionalDouble unigram(View view) {
        LabelCounts counts = new LabelCounts();
        heldOut.batches(view).forEach(counts::add);
        double entropy = counts.entropy();
        return Double.isNaN(entropy) ? OptionalDouble.empty() : OptionalDouble.of(entropy);
    }
}
