package growth.ops.lossless;

import growth.api.TrainingTime;
import growth.api.model.ModelShape;
import growth.api.schedule.Decision;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.RunningSchedule;
import growth.api.training.Progress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A slope schedule in one run. It measures the loss against the logarithm of all compute spent, including that of small models, and starts
 * afresh after each growth.
 */
final class SlopeRun implements RunningSchedule {
    private static final String STEP = "step";
    private static final String STAGE = "stage";
    private final ModelShape start;
    private final List<SlopeStage> stages;
    private final TrainingTime window;
    private final TrainingTime after;
    private SlopeWindow measured;
    private long step;
    private int stage;

    /**
     * @param stages the growths in their order
     * @param window length of training over which the slope is measured; not a share of the run
     * @param after  when measuring begins
     */
    SlopeRun(ModelShape start, List<SlopeStage> stages, TrainingTime window, TrainingTime after) {
        this.start = start;
        this.stages = List.copyOf(stages);
        this.window = window;
        this.after = after;
        measured = new SlopeWindow(window);
    }

    @Override
    public ModelShape start() {
        return start;
    }

    @Override
    public Optional<List<PlannedStage>> plan() {
        return Optional.empty();
    }

    @Override
    public List<Decision.Grow> growths() {
        return stages.stream().map(SlopeStage::growth).toList();
    }

    @Override
    public Decision next(Progress progress, ModelShape present) {
        if (progress.stage() != stage) {
            stage = progress.stage();
            measured = new SlopeWindow(window);
            step = progress.step();
            return Decision.trainOn();
        }
        // In a run that was made longer, "after" may lie ahead again: what has begun goes on.
        boolean measuring = stage > 0 || measured.begun() || progress.reached(after);
        if (stage >= stages.size() || !measuring || !(progress.flops() > 0) || !Double.isFinite(progress.loss())) {
            return Decision.trainOn();
        }
        // a resumed run asks again about the step it was saved at
        if (progress.step() > step) {
            step = progress.step();
            measured.add(progress, Math.log(progress.flops()), progress.loss());
        }
        SlopeStage next = stages.get(stage);
        OptionalDouble slope = measured.slope();
        boolean flat = slope.isPresent() && -slope.getAsDouble() <= next.threshold();
        return flat ? next.growth() : Decision.trainOn();
    }

    @Override
    public Map<String, String> save() {
        Map<String, String> saved = new LinkedHashMap<>(measured.save());
        saved.put(STEP, Long.toString(step));
        saved.put(STAGE, Integer.toString(stage));
        return saved;
    }

    @Override
    public void restore(Map<String, String> saved) {
        if (!saved.isEmpty()) {
            step = Long.parseLong(saved.get(STEP));
            stage = Integer.parseInt(saved.get(STAGE));
            SlopeWindow before = SlopeWindow.restore(saved);
            measured = before.begun() ? before : measured;
        }
    }
}
