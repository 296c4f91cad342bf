package growth.reference;

import growth.api.data.Batch;

/**
 * The mean cross-entropy over the scored labels.
 *
 * @param loss     the mean, in nats; NaN if no label is scored
 * @param gradient its gradient for the logits, {@code [labels, classes]} row-major
 */
record CrossEntropy(double loss, double[] gradient) {

    /**
     * @param logits {@code [labels, classes]} row-major
     * @param labels the right class of each row, or {@link Batch#IGNORED}
     */
    static CrossEntropy of(double[] logits, int[] labels, int classes) {
        int scored = 0;
        for (int label : labels) {
            scored += label == Batch.IGNORED ? 0 : 1;
        }
        double loss = 0;
        double[] gradient = new double[logits.length];
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] == Batch.IGNORED) {
                continue;
            }
            double max = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < classes; c++) {
                max = Math.max(max, logits[row * classes + c]);
            }
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += Math.exp(logits[row * classes + c] - max);
            }
            loss += max + Math.log(sum) - logits[row * classes + labels[row]];
            for (int c = 0; c < classes; c++) {
                double probability = Math.exp(logits[row * classes + c] - max) / sum;
                gradient[row * classes + c] = (probability - (c == labels[row] ? 1 : 0)) / scored;
            }
        }
        return new CrossEntropy(loss / scored, gradient);
    }
}
