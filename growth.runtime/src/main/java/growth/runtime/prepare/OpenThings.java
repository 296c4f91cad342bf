package growth.runtime.prepare;

import growth.api.GrowthException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Resources that a run has opened, closed together in reverse order. Used by one thread. */
final class OpenThings implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** Returns the thing, which is closed with the others from now on. */
    <T extends AutoCloseable> T add(T thing) {
        open.push(thing);
        return thing;
    }

    /** Closes everything, whatever fails on the way; the first failure is thrown at the end. Closing twice does nothing. */
    @Override
    public void close() {
        RuntimeException failure = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new GrowthException(GrowthException.Kind.UNEXPECTED, "could not be closed: " + e.getMessage(), e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
