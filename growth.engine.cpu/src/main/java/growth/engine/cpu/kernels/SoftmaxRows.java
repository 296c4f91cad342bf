package growth.engine.cpu.kernels;

/**
 * What softmax knows of rows of which it sees one tile after the other (Milakov and Gimelshein 2018), on one worker: the highest score so
 * far, and the sum of exponentials relative to it.
 */
public final class SoftmaxRows {
    private float[] highest = {};
    private float[] sums = {};
    private float[] factors = {};
    private float[] logSums = {};
    private float[] attended = {};
    private int[] keys = {};

    /** Begins with rows of which nothing has been seen. */
    public void begin(int rows) {
        if (sums.length < rows) {
            highest = new float[rows];
            sums = new float[rows];
            factors = new float[rows];
            logSums = new float[rows];
        }
        for (int i = 0; i < rows; i++) {
            highest[i] = Float.NEGATIVE_INFINITY;
            sums[i] = 0;
        }
    }

    /** Sees the highest score of a row of another tile, −∞ for none; sets the factor of what earlier tiles have given. */
    void see(int row, float score) {
        float old = highest[row];
        factors[row] = score > old ? FastMath.exp(old - score) : 1;
        highest[row] = score > old ? score : old;
    }

    /** Returns the highest score of a row so far. */
    float highest(int row) {
        return highest[row];
    }

    /** Adds the sum of a row of another tile. */
    void add(int row, float sum) {
        sums[row] = sums[row] * factors[row] + sum;
    }

    /** Sets the factors to those that make the exponentials of each row add up to 1, and the log sums. */
    public void end(int rows) {
        for (int i = 0; i < rows; i++) {
            // nothing remains of a row that has seen nothing
            factors[i] = sums[i] == 0 ? 0 : 1 / sums[i];
            logSums[i] = (float) (highest[i] + Math.log(sums[i]));
        }
    }

    /** Returns the factors by which what has been made of earlier tiles is multiplied, as the highest scores may have grown. */
    public float[] factors() {
        return factors;
    }

    /** Returns log Σ exp(score) of the rows after {@link #end}. */
    public float[] logSums() {
        return logSums;
    }

    /** Returns room for n factors of keys: 1 for those that are attended to, 0 for padding. */
    public float[] attended(int n) {
        if (attended.length < n) {
            attended = new float[n];
        }
        return attended;
    }

    /** Returns room for the dropout keys of n queries. */
    public int[] keys(int n) {
        if (keys.length < n) {
            keys = new int[n];
        }
        return keys;
    }
}
