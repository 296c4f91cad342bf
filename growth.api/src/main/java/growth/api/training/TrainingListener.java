package growth.api.training;

import org.osgi.annotation.versioning.ConsumerType;

/** Watches runs and changes nothing. Called on the training thread; a listener that throws is logged and dropped from the run. */
@ConsumerType
@FunctionalInterface
public interface TrainingListener {
    /** Something happened. */
    void on(TrainingEvent event);
}
