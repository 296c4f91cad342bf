package growth.engine.cpu.onednn;

import java.util.Arrays;

/**
 * Sizes, order and number formats of a product C = α·A·B + β·C + bias, for which it is compiled; or of a conversion from A to C. It is
 * filled in again for each product, so that nothing is allocated: {@link #copy} is what a map keeps.
 */
public final class Shape {
    private static final int FIELDS = 18;

    private final int[] fields;

    /** A matrix of a product. */
    public enum Operand {
        /** The left factor, {@code [m, k]}. */
        A,
        /** The right factor, {@code [k, n]}. */
        B,
        /** The result, {@code [m, n]}. */
        C;

        private static final int FIELDS_OF_EACH = 4;

        private int at(int field) {
            return ordinal() * FIELDS_OF_EACH + field;
        }
    }

    private static final int FORMAT = 0;
    private static final int STRIDE = 1;
    private static final int TRANSPOSED = 2;
    private static final int STEP = 3;
    private static final int M = 12;
    private static final int N = 13;
    private static final int K = 14;
    private static final int COUNT_AND_BIAS = 15;
    private static final int ALPHA = 16;
    private static final int BETA = 17;

    /** Creates a shape to be filled in. */
    public Shape() {
        this(new int[FIELDS]);
    }

    private Shape(int[] fields) {
        this.fields = fields;
    }

    /**
     * Sets how an operand lies.
     *
     * @param stride     elements from row to row
     * @param transposed whether its transpose is multiplied
     * @param step       elements from one product's matrix to that of the next
     */
    public void operand(Operand operand, Format format, int stride, boolean transposed, int step) {
        fields[operand.at(FORMAT)] = format.code();
        fields[operand.at(STRIDE)] = stride;
        fields[operand.at(TRANSPOSED)] = transposed ? 1 : 0;
        fields[operand.at(STEP)] = step;
    }

    /** Sets the sizes; {@code k} is 0 for a conversion. */
    public void sizes(int m, int n, int k) {
        fields[M] = m;
        fields[N] = n;
        fields[K] = k;
    }

    /**
     * Sets what is not about single matrices.
     *
     * @param count number of products
     * @param bias  whether a row is added to each row of C
     */
    public void terms(int count, boolean bias, float alpha, float beta) {
        fields[COUNT_AND_BIAS] = bias ? -count : count;
        fields[ALPHA] = Float.floatToIntBits(alpha);
        fields[BETA] = Float.floatToIntBits(beta);
    }

    Shape copy() {
        return new Shape(fields.clone());
    }

    int m() {
        return fields[M];
    }

    int n() {
        return fields[N];
    }

    int k() {
        return fields[K];
    }

    int count() {
        return Math.abs(fields[COUNT_AND_BIAS]);
    }

    boolean bias() {
        return fields[COUNT_AND_BIAS] < 0;
    }

    float alpha() {
        return Float.intBitsToFloat(fields[ALPHA]);
    }

    float beta() {
        return Float.intBitsToFloat(fields[BETA]);
    }

    int format(Operand operand) {
        return fields[operand.at(FORMAT)];
    }

    boolean transposed(Operand operand) {
        return fields[operand.at(TRANSPOSED)] != 0;
    }

    /** Returns the sizes of an operand, before it {@link #count} if there are several products. */
    long[] sizes(Operand operand) {
        int rows = operand == Operand.B ? k() : m();
        int columns = operand == Operand.A && k() > 0 ? k() : n();
        return count() == 1 ? new long[] {rows, columns} : new long[] {count(), rows, columns};
    }

    /** Returns the distances of an operand's elements along its {@link #sizes}. */
    long[] strides(Operand operand) {
        int stride = fields[operand.at(STRIDE)];
        long row = transposed(operand) ? 1 : stride;
        long column = transposed(operand) ? stride : 1;
        return count() == 1 ? new long[] {row, column} : new long[] {fields[operand.at(STEP)], row, column};
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(fields, shape.fields);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(fields);
    }
}
