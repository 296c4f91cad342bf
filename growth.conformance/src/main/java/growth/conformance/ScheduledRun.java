package growth.conformance;

import growth.api.TrainingTime;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.ModelShapeBuilder;
import growth.api.model.View;
import growth.api.options.Options;
import growth.api.schedule.Decision;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.RunningSchedule;
import growth.api.schedule.ScheduleRequest;
import growth.api.training.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A run without a model: asks a schedule before every step, as the trainer does, and notes what it decides. The loss falls to 2 nats
 * after each growth, by a factor of e every ten steps.
 */
final class ScheduledRun {
    static final int STEPS = 400;
    private static final long TOKENS_PER_STEP = 64;
    private static final long TOKENS_PER_EPOCH = 100 * TOKENS_PER_STEP;
    private static final List<Axis> SIZES = List.of(Axis.LAYERS, Axis.HIDDEN, Axis.INTERMEDIATE, Axis.HEADS, Axis.KV_HEADS,
            Axis.HEAD_SIZE, Axis.VOCABULARY, Axis.POSITIONS, Axis.CLASSES);
    private final RunningSchedule schedule;
    private final List<Asked> asked;
    private State state;

    /** A growth, or the beginning of a search, that a schedule asks for before a step. */
    record Asked(long step, Decision decision) {
    }

    private record State(long step, double flops, int stage, long grownAt, ModelShape present, Optional<Search> search) {
    }

    private record Search(Decision.Grow deepest, TrainingTime length, Progress begun) {
    }

    private ScheduledRun(RunningSchedule schedule, State state, List<Asked> asked) {
        this.schedule = schedule;
        this.state = state;
        this.asked = new ArrayList<>(asked);
    }

    /** Begins a run. */
    static ScheduledRun begin(GrowthSchedule schedule, ScheduleRequest request) {
        RunningSchedule running = schedule.begin(request);
        return new ScheduledRun(running, new State(0, 0, 0, 0, running.start(), Optional.empty()), List.of());
    }

    /** Returns this run, resumed by a new object from what this one saves. */
    ScheduledRun resumed(GrowthSchedule schedule, ScheduleRequest request) {
        RunningSchedule running = schedule.begin(request);
        running.restore(this.schedule.save());
        return new ScheduledRun(running, state, asked);
    }

    /** Returns the request for a run of 400 steps whose model has 8 layers in the end. */
    static ScheduleRequest request(Family family, Options options) {
        ModelShapeBuilder shape = ModelShape.builder(family).layers(8).hidden(64).heads(8).intermediate(128);
        ModelShape target = family == Family.VIT ? shape.image(new ImageShape(32, 4, 3, 10)).build()
                : shape.vocabulary(50).context(32).build();
        return request(target, TrainingTime.steps(STEPS), options);
    }

    /** Returns the request for a run of that model and length. */
    static ScheduleRequest request(ModelShape target, TrainingTime duration, Options options) {
        return new ScheduleRequest(target, duration, TOKENS_PER_STEP, TOKENS_PER_EPOCH, options, 7);
    }

    RunningSchedule schedule() {
        return schedule;
    }

    /** Returns the growths and searches that were requested so far. */
    List<Asked> asked() {
        return List.copyOf(asked);
    }

    ModelShape present() {
        return state.present();
    }

    /** Runs to the end. */
    ScheduledRun finish() {
        while (state.step() <= STEPS) {
            step();
        }
        return this;
    }

    /** Asks the schedule, as the trainer does before every step, and makes the step. */
    void step() {
        if (state.search().isEmpty()) {
            ask(schedule.next(progress(), state.present()));
        } else if (over(state.search().get())) {
            state = new State(state.step(), state.flops(), state.stage() + 1, state.step(), state.present(), Optional.empty());
        }
        state = new State(state.step() + 1, state.flops() + 1e6 * state.present().layers(), state.stage(), state.grownAt(),
                state.present(), state.search());
    }

    private void ask(Decision decision) {
        if (decision instanceof Decision.Continue) {
            return;
        }
        asked.add(new Asked(state.step(), decision));
        Decision.Grow growth;
        Optional<Search> search = Optional.empty();
        if (decision instanceof Decision.Search among) {
            growth = among.candidates().stream().max(Comparator.comparingInt(c -> c.target().layers())).orElseThrow(
                    () -> new Fault("before step " + state.step() + " a search without candidates is asked for"));
            search = Optional.of(new Search(growth, among.length(), progress()));
        } else {
            growth = (Decision.Grow) decision;
        }
        grows(growth);
        state = new State(state.step(), state.flops(), state.stage() + 1, state.step(), growth.target(), search);
    }

    private void grows(Decision.Grow growth) {
        ModelShape from = state.present();
        ModelShape to = growth.target();
        Fault.unless(from.family() == to.family() && SIZES.stream().allMatch(axis -> from.size(axis) <= to.size(axis)),
                () -> "before step " + state.step() + " the model would shrink from " + from + " to " + to);
        Fault.unless(visible(growth.view(), to), () -> "before step " + state.step() + " " + growth.view() + " is asked for, which is more"
                + " than there is of " + to);
    }

    private static boolean visible(View view, ModelShape shape) {
        return view.sequence().map(length -> length <= shape.context()).orElse(true)
                && view.layers().map(layers -> layers.stream().allMatch(layer -> layer < shape.layers())).orElse(true);
    }

    private boolean over(Search search) {
        TrainingTime length = search.length();
        return progress().in(length.unit()) - search.begun().in(length.unit()) >= length.value();
    }

    private Progress progress() {
        long step = state.step();
        long tokens = step * TOKENS_PER_STEP;
        double loss = step == 0 ? Double.NaN : 2 + 8 * Math.exp((state.grownAt() - step) / 10.0);
        OptionalDouble validation = step < 20 ? OptionalDouble.empty() : OptionalDouble.of(loss + 0.1);
        return new Progress(step, tokens, tokens / (double) TOKENS_PER_EPOCH, state.flops(), step / 10.0, step / (double) STEPS, loss,
                validation, state.stage());
    }
}
