package growth.conformance;

import growth.api.engine.EngineSession;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.reference.RandomModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Examines one operator: holds one engine session for all models, and the remarks. For one thread. */
final class Lab implements AutoCloseable {
    private static final long BATCH = 29;
    private final Subject subject;
    private final List<String> notes = new ArrayList<>();
    private EngineSession session;
    private boolean learns;

    Lab(Subject subject) {
        this.subject = subject;
    }

    Subject subject() {
        return subject;
    }

    List<String> notes() {
        return notes;
    }

    /** Keeps whether the operator asked for gradients. */
    void learned(boolean asked) {
        learns |= asked;
    }

    /** Returns whether the operator has asked for gradients so far. */
    boolean learns() {
        return learns;
    }

    /** Returns the session, holding a copy of the state's parameters and gates, until the next request. */
    EngineSession session(ModelState state) {
        try (ModelState floats = EngineContext.floats(state)) {
            if (session == null) {
                session = subject.engine().open(floats, EngineContext.options());
            } else {
                session.load(floats);
            }
            return session;
        }
    }

    /** Returns the engine's gradients at that state, row-major, on a batch that is the same for every state. */
    Map<String, double[]> gradients(ModelState state) {
        return Trial.values(session(state).gradients(RandomModels.any(state.shape(), EngineContext.ROWS, BATCH), View.full()).values());
    }

    @Override
    public void close() {
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
