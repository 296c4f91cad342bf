package growth.conformance;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Values of arrays as doubles, row-major. */
final class Arrays64 {
    private Arrays64() {
    }

    /** Copies the array as a whole: element by element, ND4J would take most of the suite's time. */
    static double[] of(INDArray array) {
        INDArray whole = array.ordering() == 'c' && !array.isView() ? array : array.dup('c');
        double[] values = new double[(int) whole.length()];
        if (whole.dataType() == DataType.DOUBLE) {
            whole.data().asNioDouble().get(values);
        } else {
            FloatBuffer floats = whole.castTo(DataType.FLOAT).data().asNioFloat();
            Arrays.setAll(values, i -> floats.get());
        }
        return values;
    }

    /** Returns max |a − b| / max(1, max |b|); infinite if something is not finite. */
    static double distance(double[] a, double[] b) {
        double largest = 1;
        double difference = 0;
        for (int i = 0; i < a.length; i++) {
            if (!Double.isFinite(a[i]) || !Double.isFinite(b[i])) {
                return Double.POSITIVE_INFINITY;
            }
            largest = Math.max(largest, Math.abs(b[i]));
            difference = Math.max(difference, Math.abs(a[i] - b[i]));
        }
        return difference / largest;
    }

    static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }
}
