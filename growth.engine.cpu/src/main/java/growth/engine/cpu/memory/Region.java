package growth.engine.cpu.memory;

/**
 * A row-major matrix in a flat memory, and beside it, where products read it rounded, its copy in bfloat16.
 *
 * @param memory  the memory; null where only sizes are asked for
 * @param at      place of the matrix's first element
 * @param columns elements per row, of which the copy has as many
 * @param rounded the copy, which holds what {@link #round} has written; null without one
 */
public record Region(FloatMemory memory, long at, int columns, Rounded rounded) {
    /**
     * Where a copy lies.
     *
     * @param memory the memory; null where only sizes are asked for
     * @param at     place of the first element
     */
    public record Rounded(Bf16Memory memory, long at) {
    }

    /** Creates a matrix without a rounded copy. */
    public Region(FloatMemory memory, long at, int columns) {
        this(memory, at, columns, null);
    }

    /** Returns the matrix with a rounded copy, or without one for null. */
    public Region with(Rounded copy) {
        return new Region(memory, at, columns, copy);
    }

    /** Returns the place of a row's first element. */
    public long row(long row) {
        return at + row * columns;
    }

    /** Returns the matrix that begins with a row of this one. */
    public Region from(long row) {
        return new Region(memory, row(row), columns, rounded == null ? null : new Rounded(rounded.memory, roundedRow(row)));
    }

    /** Returns the place of a row's first element in the rounded copy. */
    public long roundedRow(long row) {
        return rounded.at + row * columns;
    }

    /** Returns the memory of which products read the matrix: that of the rounded copy, if there is one. */
    public NativeMemory operand() {
        return rounded == null ? memory : rounded.memory;
    }

    /** Returns the place in {@link #operand} of the element at a place in {@link #memory}. */
    public long operand(long place) {
        return rounded == null ? place : rounded.at + place - at;
    }

    /** Writes n rows to the rounded copy, if there is one. */
    public void round(Gemm gemm, long first, int n) {
        if (rounded != null && n > 0) {
            gemm.convert(memory, row(first), rounded.memory, roundedRow(first), new Gemm.Sizes(n, columns, columns));
        }
    }

    /** Copies a row to the start of a heap array. */
    public void read(long row, float[] into) {
        memory.read(row(row), into, columns);
    }

    /** Copies a row of another matrix with as many columns to a row. */
    public void copy(long row, Region from, long fromRow) {
        memory.copy(row(row), from.memory, from.row(fromRow), columns);
    }

    /** Copies the start of a heap array to a row. */
    public void write(long row, float[] from) {
        memory.write(row(row), from, columns);
    }
}
