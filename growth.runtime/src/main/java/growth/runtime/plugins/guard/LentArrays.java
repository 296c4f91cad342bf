package growth.runtime.plugins.guard;

import growth.api.model.ModelState;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Arrays that are shared with a plug-in. Native memory that is released while somebody still computes with it ends the JVM, so nobody
 * releases these: they go when nobody can reach them any more.
 */
final class LentArrays {
    private LentArrays() {
    }

    /** Returns the state, whose arrays cannot be closed from now on. */
    static ModelState of(ModelState state) {
        state.arrays().forEach(LentArrays::of);
        return state;
    }

    static INDArray of(INDArray array) {
        array.setCloseable(false);
        return array;
    }
}
