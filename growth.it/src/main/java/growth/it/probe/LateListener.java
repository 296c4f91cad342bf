package growth.it.probe;

import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.GrowthCompleted;
import growth.api.training.TrainingEvent.RunStarted;
import growth.api.training.TrainingListener;

/** Tells of the run's start and of a growth, and needs a class for the growth that was not loaded before. */
public final class LateListener implements TrainingListener {

    private final Runnable told;

    /** @param told is called at the run's start and after a growth; the run waits for it */
    public LateListener(Runnable told) {
        this.told = told;
    }

    @Override
    public void on(TrainingEvent event) {
        if (event instanceof RunStarted) {
            told.run();
        } else if (event instanceof GrowthCompleted) {
            AfterTheGrowth.tell(told);
        }
    }

    /** Loaded from the plug-in's jar when the model has grown, not earlier. */
    private static final class AfterTheGrowth {

        static void tell(Runnable told) {
            told.run();
        }
    }
}
