package growth.runtime.train;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.algebra.LayerMap;
import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.api.operator.GateRamp;
import growth.api.schedule.Decision;
import growth.api.training.GrowthReport;
import growth.api.training.Progress;
import growth.api.training.TrainingEvent.GrowthCompleted;
import growth.api.training.TrainingEvent.GrowthStarted;
import growth.api.training.TrainingEvent.SearchCompleted;
import growth.api.training.TrainingEvent.StageStarted;
import growth.api.training.TrainingListener;
import growth.runtime.plugins.guard.Guarded;
import growth.runtime.prepare.LeasedOperator;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.prepare.TrainableCheck;
import growth.runtime.train.gate.GateRamps;
import growth.runtime.train.rate.Moment;
import growth.runtime.train.search.Search;
import growth.runtime.train.search.SubNetwork;
import growth.runtime.train.search.Supernet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Asks the schedule before each step and carries out its decision.
 *
 * @param run    the run
 * @param growth makes growths
 * @param search ends searches
 * @param count  counts progress
 * @param events hears what happens
 * @param keeper keeps the training as it stands
 */
record StageChange(PreparedRun run, GrowthStep growth, SearchStep search, ProgressCount count, TrainingListener events, Keeper keeper) {

    /**
     * Keeps a training before it changes.
     *
     * @param trunkWanted whether it is to be kept as a trunk, from which others branch, before it changes now
     * @param trunk       keeps it as a trunk, with what the schedule remembered before it was asked
     * @param save        saves what is not saved yet
     * @param together    brings ranks that make steps apart together
     */
    record Keeper(BooleanSupplier trunkWanted, Consumer<Map<String, String>> trunk, Runnable save, Runnable together) {
    }

    /** Returns where the training stands afterwards: the same, or at the beginning of another stage. */
    Standing apply(Standing now) {
        Optional<Search> searching = now.model().search();
        if (searching.isPresent()) {
            if (!searching.get().over(now.progress())) {
                return now;
            }
            keeper.together().run();
            return begun(chosen(searching.get(), now));
        }
        Optional<Map<String, String>> remembered = keeper.trunkWanted().getAsBoolean() ? Optional.of(run.schedule().save())
                : Optional.empty();
        Decision decision = run.schedule().next(now.progress(), now.model().shape());
        if (!(decision instanceof Decision.Continue)) {
            keeper.together().run();
            remembered.ifPresent(keeper.trunk());
        }
        if (decision instanceof Decision.Search among) {
            return begun(search(among, now));
        }
        if (!(decision instanceof Decision.Grow grow)) {
            return now;
        }
        boolean viewAlone = grow.target().equals(now.model().shape());
        return begun(viewAlone ? view(grow.view(), now) : after(grow(grow, now), grow, now));
    }

    private Standing begun(Standing changed) {
        events.on(new StageStarted(changed.progress().stage(), changed.model().shape(), changed.model().view(),
                changed.model().trainable(), changed.progress()));
        return changed;
    }

    private Standing view(View view, Standing now) {
        Progress progress = count.afterStage(now.progress(), TrainingEffort.NONE);
        return new Standing(now.model().withView(view), progress, now.rate());
    }

    private GrowthOutcome grow(Decision.Grow grow, Standing now) {
        TrainedModel small = now.model();
        TrainableCheck.growth(run.run(), small.shape(), grow.target());
        LeasedOperator operator = run.operators().lease(grow.operator());
        if (Guarded.foreign(operator.operator())) {
            // Code that nobody here has tested is about to work with native memory, where it can end the whole process.
            keeper.save().run();
        }
        events.on(new GrowthStarted(now.progress(), operator.operator().card().card().name(), small.shape(), grow.target()));
        return growth.perform(operator, small, grow.target(), grow.view(), grow.learningRate().orElse(operator.learningRate()),
                now.progress().stage());
    }

    private Standing after(GrowthOutcome growth, Decision.Grow grow, Standing now) {
        GrowthReport report = growth.report();
        Progress progress = count.afterStage(now.progress(), growth.effort());
        List<GateRamp> begun = growth.plan().ramps(growth.gates()).stream().map(this::absolute).toList();
        GateRamps ramps = now.model().ramps().after(growth.gates(), begun, report.change().operator(), progress);
        events.on(new GrowthCompleted(progress, report));
        return new Standing(now.model().grown(report.change().to(), grow.view(), ramps, report.policies().trainable()), progress,
                now.rate().after(report.policies().learningRate(), Moment.of(progress)));
    }

    private GateRamp absolute(GateRamp ramp) {
        return new GateRamp(ramp.site(), run.scale().absolute(ramp.duration()), ramp.curve());
    }

    /** Grows to the deepest candidate, which then is trained with all the others as its sub-networks. */
    private Standing search(Decision.Search among, Standing now) {
        TrainableCheck.search(run.run());
        Decision.Grow deepest = among.candidates().stream().max(Comparator.comparingInt((Decision.Grow c) -> c.target().layers())
                .thenComparingInt(c -> c.view().sequence(c.target()))).orElseThrow(() -> refusal("a search needs candidates"));
        int smallest = among.candidates().stream().mapToInt(c -> c.target().layers()).min().orElseThrow();
        Standing supernet;
        LayerMap layers;
        if (deepest.target().layers() > now.model().shape().layers()) {
            GrowthOutcome grown = grow(deepest, now);
            supernet = after(grown, deepest, now);
            layers = grown.plan().map().layers();
        } else {
            supernet = view(deepest.view(), now);
            layers = Supernet.asIfGrown(smallest, deepest.target().layers());
        }
        List<SubNetwork> candidates = among.candidates().stream().map(c -> subNetwork(c, layers)).toList();
        Search begun = Search.begin(candidates, run.scale().absolute(among.length()), supernet.progress());
        return supernet.with(supernet.model().searching(begun, deepest.view()));
    }

    private SubNetwork subNetwork(Decision.Grow candidate, LayerMap grown) {
        List<Integer> layers = Supernet.layers(grown, candidate.target().layers());
        if (layers.isEmpty()) {
            throw refusal("a candidate of " + candidate.target().layers() + " layers is not part of a model of " + grown.to()
                    + " that was grown from " + grown.from() + "; candidates have at least as many layers as the model before");
        }
        SubNetwork part = new SubNetwork(layers, candidate.view());
        run.engine().check(candidate.target().toBuilder().layers(grown.to()).build(), part.running());
        return part;
    }

    private GrowthException refusal(String message) {
        String place = run.run().growth().map(g -> g.schedule().place()).orElse(run.run().file().toString());
        return new GrowthException(Kind.CONFIGURATION, place + ": " + message);
    }

    private Standing chosen(Search among, Standing now) {
        SearchStep.Chosen choice = search.finish(now.model().session(), among, now.progress());
        ModelShape shape = now.model().session().shape();
        Progress progress = count.afterStage(now.progress(), choice.effort());
        events.on(new SearchCompleted(progress, choice.report()));
        TrainedModel model = now.model().grown(shape, choice.chosen().view(), now.model().ramps(), Trainable.ALL);
        return new Standing(model, progress, now.rate());
    }
}
