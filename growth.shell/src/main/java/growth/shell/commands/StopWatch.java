package growth.shell.commands;

import growth.api.training.TrainingEvent;
import growth.runtime.train.RunListener;
import growth.runtime.train.RunOutline;
import growth.runtime.train.Trainer;
import java.util.function.BooleanSupplier;

/** Passes on, between steps, that the user wants a training to end. */
final class StopWatch implements RunListener {
    private final Trainer trainer;
    private final BooleanSupplier stop;

    StopWatch(Trainer trainer, BooleanSupplier stop) {
        this.trainer = trainer;
        this.stop = stop;
    }

    @Override
    public void outlined(RunOutline outline) {
        check();
    }

    @Override
    public void note(String line) {
        check();
    }

    @Override
    public void on(TrainingEvent event) {
        check();
    }

    private void check() {
        if (stop.getAsBoolean()) {
            trainer.stop();
        }
    }
}
