package growth.runtime.train;

import growth.api.model.ModelState;

/** Computes the memory of a state's arrays. */
public final class StateSize {
    private StateSize() {
    }

    /** Returns bytes of all arrays of the state. */
    public static long bytes(ModelState state) {
        return state.arrays().mapToLong(a -> a.length() * a.dataType().width()).sum();
    }
}
