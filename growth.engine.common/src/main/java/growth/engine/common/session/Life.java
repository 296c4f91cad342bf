package growth.engine.common.session;

import growth.api.GrowthException;

/** Whether a session can be used still. */
final class Life {
    private boolean broken;
    private boolean closed;

    /** Returns if it can. */
    void check() {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
        if (broken) {
            throw new GrowthException(GrowthException.Kind.UNEXPECTED,
                    "the session failed in the middle of an update or growth; open a new one from the last checkpoint");
        }
    }

    /** Does something that leaves the session broken if it fails on the way. */
    void wholly(Runnable work) {
        broken = true;
        work.run();
        broken = false;
    }

    /** Ends it; returns whether it had not ended before. */
    boolean end() {
        boolean first = !closed;
        closed = true;
        return first;
    }
}
