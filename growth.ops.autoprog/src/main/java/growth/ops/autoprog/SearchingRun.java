package growth.ops.autoprog;

import growth.api.TrainingTime;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.schedule.Decision;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.RunningSchedule;
import growth.api.training.Progress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A run that searches at the beginning of each stage but the last, which trains the target. In the first stage, the candidates combine the
 * first, middle and last depth and resolution; in later stages the present and the next resolution with up to three depths from the present
 * one upwards (growth-methods section 5).
 */
final class SearchingRun implements RunningSchedule {
    private static final String BEGUN = "stages-begun";
    private static final int MOST_DEPTHS = 3;
    private final Sizes sizes;
    private final int count;
    private final TrainingTime length;
    private int begun;

    /**
     * @param sizes  first and last depth and resolution
     * @param count  stages
     * @param length of a search
     */
    SearchingRun(Sizes sizes, int count, TrainingTime length) {
        this.sizes = sizes;
        this.count = count;
        this.length = length;
    }

    @Override
    public ModelShape start() {
        return sizes.target();
    }

    @Override
    public Optional<List<PlannedStage>> plan() {
        return Optional.empty();
    }

    @Override
    public boolean searches() {
        return true;
    }

    @Override
    public Decision next(Progress progress, ModelShape model) {
        if (begun == count || !progress.reached(TrainingTime.share(begun / (double) count))) {
            return Decision.trainOn();
        }
        begun++;
        if (begun == count) {
            return new Decision.Grow(sizes.target(), Optional.empty(), View.full());
        }
        return new Decision.Search(begun == 1 ? first() : later(model), length);
    }

    private List<Decision.Grow> first() {
        List<Decision.Grow> candidates = new ArrayList<>();
        for (View view : views(0, 0.5, 1)) {
            for (int layers : new LinkedHashSet<>(List.of(sizes.layersAt(0), sizes.layersAt(0.5), sizes.layersAt(1)))) {
                candidates.add(candidate(layers, view));
            }
        }
        return candidates;
    }

    private Set<View> views(double... shares) {
        Set<View> views = new LinkedHashSet<>();
        for (double share : shares) {
            views.add(sizes.viewAt(share));
        }
        return views;
    }

    /** The rungs lie on the straight line; the stage that begins is rung {@code begun − 1}. */
    private List<Decision.Grow> later(ModelShape model) {
        double step = 1.0 / (count - 1);
        List<Decision.Grow> candidates = new ArrayList<>();
        Set<Integer> depths = new LinkedHashSet<>();
        depths.add(model.layers());
        for (int rung = 0; rung < count && depths.size() < MOST_DEPTHS; rung++) {
            int layers = sizes.layersAt(rung * step);
            if (layers > model.layers() && layers <= 2 * model.layers()) {
                depths.add(layers);
            }
        }
        for (View view : views((begun - 2) * step, (begun - 1) * step)) {
            depths.forEach(layers -> candidates.add(candidate(layers, view)));
        }
        return candidates;
    }

    private Decision.Grow candidate(int layers, View view) {
        return new Decision.Grow(sizes.shape(layers), Optional.empty(), view);
    }

    @Override
    public Map<String, String> save() {
        return Map.of(BEGUN, Integer.toString(begun));
    }

    @Override
    public void restore(Map<String, String> saved) {
        begun = Integer.parseInt(saved.getOrDefault(BEGUN, "0"));
    }
}
