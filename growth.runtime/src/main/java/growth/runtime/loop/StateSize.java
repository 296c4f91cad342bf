package growth.runtime.loop;

import growth.api.model.ModelState;

/** How much memory a state's arrays take. */
final class StateSize {
    private StateSize() {
    }

    /** @return bytes of all arrays of the state */
    static long bytes(ModelState state) {
        return state.arrays().mapToLong(a -> a.length() * a.dataType().width()).sum();
    }
}
