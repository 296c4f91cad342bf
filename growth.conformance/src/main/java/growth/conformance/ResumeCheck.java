package growth.conformance;

import growth.api.engine.Engine;
import growth.conformance.ShortRun.Saved;

/**
 * Checks that a run that is saved and resumed in a new session ends as one that was not stopped, to the last bit: parameters, moments,
 * averages, gates. The run is stopped twice: right before the growth, so that the operator grows the saved model, and after it, in the
 * middle of the ramp if there is one.
 */
final class ResumeCheck implements Check {
    private static final int BEFORE = 2;
    private static final int IN_THE_RAMP = Opening.STEPS / 2;
    /** Until the gates are open, and a little longer. */
    private static final int REST = Opening.STEPS / 2 + 1;
    private static final int FEW = 4;

    @Override
    public String title() {
        return "resumes to the last bit after a stop, before the growth and in the middle of the ramp";
    }

    @Override
    public int most(boolean learns) {
        return learns ? 1 : FEW;
    }

    @Override
    public void verify(Trial trial) {
        Engine engine = trial.subject().engine();
        try (ShortRun whole = ShortRun.begin(engine, trial.small())) {
            whole.train(BEFORE);
            try (Saved small = whole.save()) {
                whole.grow(trial);
                try (Saved middle = again(trial, small, whole)) {
                    whole.train(IN_THE_RAMP + REST);
                    goOn(trial, middle, whole);
                }
            }
        }
    }

    /** Returns the run in the middle of its ramp, grown from what was saved before the growth. */
    private static Saved again(Trial trial, Saved small, ShortRun grown) {
        try (ShortRun run = ShortRun.resume(trial.subject().engine(), small)) {
            run.grow(trial);
            same(trial, grown.live(), run,
                    "a growth from the saved small model gives other numbers than the one from the model in training: ");
            run.train(IN_THE_RAMP);
            return run.save();
        }
    }

    private static void goOn(Trial trial, Saved middle, ShortRun end) {
        try (ShortRun run = ShortRun.resume(trial.subject().engine(), middle)) {
            same(trial, middle, run, "saved " + IN_THE_RAMP + " steps after the growth and taken over, it has other numbers: ");
            run.train(REST);
            same(trial, end.live(), run,
                    "stopped " + IN_THE_RAMP + " steps after the growth and resumed, it ends with other numbers: ");
        }
    }

    private static void same(Trial trial, Saved expected, ShortRun run, String otherwise) {
        Saved.difference(expected, run.live()).ifPresent(name -> {
            throw new Fault(trial + ": " + otherwise + name);
        });
    }
}
