package growth.reference;

import growth.api.data.Batch;
import growth.api.model.View;
import java.util.ArrayList;
import java.util.List;

/**
 * Pools an embedded sequence (CompoundGrow: Gu et al. 2021; growth-methods section 3): position 0 stays, the others are joined with
 * kernel = stride = k, the last window perhaps shorter, and the embedded vectors of the scored positions are appended as they are, in
 * ascending order.
 */
final class PooledSequence {
    private PooledSequence() {
    }

    /**
     * @param embedded {@code [positions][hidden]}
     * @param labels   {@code [positions]}, {@link Batch#IGNORED} where not scored
     * @return {@code [1 + ceil((positions − 1) / k) + scored][hidden]}
     */
    static double[][] of(double[][] embedded, int[] labels, View.Pooling pooling) {
        List<double[]> rows = new ArrayList<>();
        rows.add(embedded[0]);
        for (int start = 1; start < embedded.length; start += pooling.size()) {
            int end = Math.min(embedded.length, start + pooling.size());
            rows.add(switch (pooling.kind()) {
                case MEAN -> mean(embedded, start, end);
                case MAX -> max(embedded, start, end);
                case CONCAT -> throw new IllegalArgumentException("no reference for " + pooling);
            });
        }
        for (int t = 0; t < labels.length; t++) {
            if (labels[t] != Batch.IGNORED) {
                rows.add(embedded[t]);
            }
        }
        return rows.toArray(double[][]::new);
    }

    private static double[] mean(double[][] x, int start, int end) {
        double[] y = new double[x[0].length];
        for (int t = start; t < end; t++) {
            for (int i = 0; i < y.length; i++) {
                y[i] += x[t][i] / (end - start);
            }
        }
        return y;
    }

    private static double[] max(double[][] x, int start, int end) {
        double[] y = x[start].clone();
        for (int t = start + 1; t < end; t++) {
            for (int i = 0; i < y.length; i++) {
                y[i] = Math.max(y[i], x[t][i]);
            }
        }
        return y;
    }
}
