package growth.runtime.plugins.guard;

import growth.api.training.TrainingEvent;
import growth.api.training.TrainingListener;
import growth.runtime.train.RunListener;
import growth.runtime.train.RunOutline;

/**
 * A listener behind the guard.
 *
 * @param listener the listener
 * @param calls    the way to it
 */
record GuardedListener(TrainingListener listener, PluginCalls calls) implements RunListener {
    @Override
    public void on(TrainingEvent event) {
        calls.tell("on", () -> listener.on(event));
    }

    @Override
    public void outlined(RunOutline outline) {
        if (listener instanceof RunListener run) {
            calls.tell("outlined", () -> run.outlined(outline));
        }
    }

    @Override
    public boolean wantsPeak() {
        return listener instanceof RunListener run && calls.ask("wantsPeak", run::wantsPeak);
    }

    @Override
    public void note(String line) {
        if (listener instanceof RunListener run) {
            calls.tell("note", () -> run.note(line));
        }
    }
}
