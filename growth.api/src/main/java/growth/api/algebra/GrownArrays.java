package growth.api.algebra;

import growth.api.model.OptimizerState.Slot;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes the arrays of a grown model, each for one tensor of it. A session offers arrays that lie where it will keep the model
 * ({@link growth.api.engine.EngineSession#arrays}): it adopts what was grown into them without a copy. All are row-major, and their
 * contents are arbitrary.
 */
@ProviderType
public interface GrownArrays extends AutoCloseable {
    /** Makes arrays with memory of their own. */
    GrownArrays OWN = new GrownArrays() {
        @Override
        public INDArray parameter(String name, DataType type, long... shape) {
            return Rows.create(type, shape);
        }

        @Override
        public INDArray average(String average, String name, DataType type, long... shape) {
            return Rows.create(type, shape);
        }

        @Override
        public INDArray slot(String name, Slot slot, DataType type, long... shape) {
            return Rows.create(type, shape);
        }

        @Override
        public void close() {
            // the arrays belong to whoever asked for them
        }
    };

    /** Returns an array for a parameter. */
    INDArray parameter(String name, DataType type, long... shape);

    /** Returns an array for an average of a parameter. */
    INDArray average(String average, String name, DataType type, long... shape);

    /** Returns an array for a tensor that an optimizer keeps of a parameter. */
    INDArray slot(String name, Slot slot, DataType type, long... shape);

    /** Releases the memory of arrays that no session has adopted; arrays of their own memory stay. */
    @Override
    void close();
}
