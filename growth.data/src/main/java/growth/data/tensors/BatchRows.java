package growth.data.tensors;

import growth.api.data.Batch;
import java.util.Arrays;
import java.util.stream.IntStream;

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

    /** Returns the batch with every label moved to the position before it; the last position of a row is not scored. */
    static Batch.Tokens shifted(Batch.Tokens batch) {
        int[] labels = new int[batch.labels().length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (i + 1) % batch.sequence() == 0 ? Batch.IGNORED : batch.labels()[i + 1];
        }
        return new Batch.Tokens(batch.rows(), batch.sequence(), batch.inputs(), labels, batch.attentionMask(), batch.tokenTypes());
    }

    /** Returns whether every scored label is the token at its own position, and not the next one as well. */
    static boolean copies(Batch.Tokens batch) {
        boolean next = true;
        boolean any = false;
        for (int i = 0; i < batch.labels().length; i++) {
            int label = batch.labels()[i];
            if (label != Batch.IGNORED) {
                if (label != batch.inputs()[i]) {
                    return false;
                }
                any = true;
                next &= (i + 1) % batch.sequence() == 0 || label == batch.inputs()[i + 1];
            }
        }
        return any && !next;
    }

    /** Returns the number of scored labels at padding. */
    static long scoredPadding(Batch.Tokens batch) {
        return IntStream.range(0, batch.attentionMask().length)
                .filter(i -> !batch.attentionMask()[i] && batch.labels()[i] != Batch.IGNORED).count();
    }

    /** Returns the share of the labels that are scored. */
    static double scored(int[] labels) {
        return Arrays.stream(labels).filter(label -> label != Batch.IGNORED).count() / (double) labels.length;
    }

    /** Returns one more than the largest label, 0 if none is scored. */
    static int labels(int[] labels) {
        return Math.max(0, Arrays.stream(labels).max().orElse(-1) + 1);
    }
}
