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
    /** @return the shape training starts with */
    ModelShape start();

    /** @return what is trained on at first */
    default View startView() {
        return View.full();
    }

    /** @return the whole plan with its first stage, where it is known before training */
    Optional<List<PlannedStage>> plan();

    /**
     * Asked after every step, and once before the first.
     *
     * @param progress how far the run has come
     * @param present  the model's present shape
     * @return what shall happen before the next step
     */
    Decision next(Progress progress, ModelShape present);

    /** @return what must be remembered so that a resumed run decides the same; small, of texts */
    default Map<String, String> save() {
        return Map.of();
    }

    /** Takes back what {@link #save} gave. */
    default void restore(Map<String, String> saved) {
    }
}
