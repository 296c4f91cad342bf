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
     * The growths that {@link #next} will ask for, in their order: each from the shape of the one before, the first from {@link #start},
     * the last to the target. A schedule that decides while training when they come names them here, so that they can be checked before.
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
     * @return what shall happen before the next step
     */
    Decision next(Progress progress, ModelShape present);

    /** Returns whether the schedule may decide on a {@link Decision.Search}, which not every run can make. */
    default boolean searches() {
        return false;
    }

    /**
     * A resumed run may have another length: {@link ScheduleRequest#duration} is then the new one, and every share of the run is of the
     * new length. What is remembered must therefore be no share, but steps, tokens or another absolute amount.
     *
     * @return what must be remembered so that a resumed run decides the same; small, of texts
     */
    default Map<String, String> save() {
        return Map.of();
    }

    /** Takes back what {@link #save} gave. */
    default void restore(Map<String, String> saved) {
    }
}
