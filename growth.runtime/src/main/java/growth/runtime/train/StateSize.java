package growth.runtime.train;

import growth.api.model.ModelState;

/** How much memory a state's arrays take. */
public final class StateSize {
    private StateSize() {
    }

    /** Returns bytes of all arrays of the state. */
    public static long bytes(ModelState state) {
        return state.arrays().mapToLong(a -> a.length() * a.dataType().width()).sum();
    }
}
