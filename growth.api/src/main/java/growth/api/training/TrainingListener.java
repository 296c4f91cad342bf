package growth.api.training;

import org.osgi.annotation.versioning.ConsumerType;

/** Watches runs and changes nothing. Called on the training thread; a listener that throws is logged and dropped from the run. */
@ConsumerType
@FunctionalInterface
public interface TrainingListener {
    /** Receives an event of the run. */
    void on(TrainingEvent event);
}
