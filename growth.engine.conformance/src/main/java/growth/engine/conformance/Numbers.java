package growth.engine.conformance;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Comparing arrays in tests. */
public final class Numbers {
    private Numbers() {
    }

    /** Returns the values of an array, row-major. */
    public static double[] doubles(INDArray array) {
        return array.dup('c').reshape(array.length()).toDoubleVector();
    }

    /** Returns the values of arrays, by name. */
    public static Map<String, double[]> values(Map<String, INDArray> arrays) {
        Map<String, double[]> values = new LinkedHashMap<>();
        arrays.forEach((name, array) -> values.put(name, doubles(array)));
        return values;
    }

    /** Returns max |a − b|. */
    public static double largestDifference(double[] a, double[] b) {
        requireSameLength(a, b);
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = Math.abs(a[i] - b[i]);
            largest = difference <= largest ? largest : difference;
        }
        return largest;
    }

    /** Returns ‖a − b‖ / ‖b‖; 0 where they are equal. */
    public static double relativeError(double[] a, double[] b) {
        requireSameLength(a, b);
        double error = 0;
        double norm = 0;
        for (int i = 0; i < a.length; i++) {
            error += (a[i] - b[i]) * (a[i] - b[i]);
            norm += b[i] * b[i];
        }
        return error == 0 ? 0 : Math.sqrt(error / norm);
    }

    private static void requireSameLength(double[] a, double[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(a.length + " values against " + b.length);
        }
    }
}
