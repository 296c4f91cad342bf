package growth.api.schedule;

import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.training.Progress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** A schedule of one run. */
@ConsumerType
public interface RunningSchedule {
    /** Returns the shape training starts with. */
    ModelShape start();

    /** Returns the view of the data that training starts with. */
    default View startView() {
        return View.full();
    }

    /** Returns the whole plan with its first stage, where the plan is known before training. */
    Optional<List<PlannedStage>> plan();

    /**
     * Lists the growths that {@link #next} will ask for, in their order: each from the shape of the one before, the first from
     * {@link #start}, the last to the target. A schedule that decides during training when to grow lists its growths here too, so that they
     * can be checked beforehand.
     *
     * @return by default those of the {@link #plan}; empty where they are not known either
     */
    default List<Decision.Grow> growths() {
        return plan().stream().flatMap(stages -> stages.stream().skip(1)).map(PlannedStage::growth).toList();
    }

    /**
     * Asked after every step, and once before the first.
     *
     * @param progress how far the run has come
     * @param present  the model's present shape
     * @return what happens before the next step
     */
    Decision next(Progress progress, ModelShape present);

    /** Returns whether the schedule may decide on a {@link Decision.Search}, which not every run can make. */
    default boolean searches() {
        return false;
    }

    /**
     * A resumed run may have another length: {@link ScheduleRequest#duration} is then the new one, and every share of the run refers to the
     * new length. Save steps, tokens or another absolute amount, therefore, and not a share.
     *
     * @return what a resumed run needs to decide the same; small, and made of texts
     */
    default Map<String, String> save() {
        return Map.of();
    }

    /** Restores what {@link #save} returned. */
    default void restore(Map<String, String> saved) {
    }
}
