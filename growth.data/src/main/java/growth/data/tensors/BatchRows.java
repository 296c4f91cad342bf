package growth.data.tensors;

import growth.api.data.Batch;
import java.util.Arrays;

/** Cuts batches out of a batch. Pure. */
final class BatchRows {
    private BatchRows() {
    }

    /**
     * Rows one after the other; behind the last one comes the first again.
     *
     * @param first row to begin with
     * @param rows  how many
     */
    static Batch.Images take(Batch.Images batch, int first, int rows) {
        int image = batch.channels() * batch.size() * batch.size();
        float[] pixels = new float[Math.multiplyExact(rows, image)];
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            int row = (first + i) % batch.rows();
            System.arraycopy(batch.pixels(), row * image, pixels, i * image, image);
            labels[i] = batch.labels()[row];
        }
        return new Batch.Images(rows, batch.channels(), batch.size(), pixels, labels);
    }

    /**
     * Rows one after the other; behind the last one comes the first again.
     *
     * @param first    row to begin with
     * @param rows     how many
     * @param sequence tokens of each, from its beginning
     */
    static Batch.Tokens take(Batch.Tokens batch, int first, int rows, int sequence) {
        int[] inputs = new int[Math.multiplyExact(rows, sequence)];
        int[] labels = new int[inputs.length];
        for (int i = 0; i < rows; i++) {
            int from = (first + i) % batch.rows() * batch.sequence();
            System.arraycopy(batch.inputs(), from, inputs, i * sequence, sequence);
            System.arraycopy(batch.labels(), from, labels, i * sequence, sequence);
        }
        return new Batch.Tokens(rows, sequence, inputs, labels);
    }

    /** @return the share of the labels that are scored */
    static double scored(int[] labels) {
        return Arrays.stream(labels).filter(label -> label != Batch.IGNORED).count() / (double) labels.length;
    }

    /** @return one more than the largest label, 0 if none is scored */
    static int labels(int[] labels) {
        return Math.max(0, Arrays.stream(labels).max().orElse(-1) + 1);
    }
}
