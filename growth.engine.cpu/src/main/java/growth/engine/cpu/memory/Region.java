package growth.engine.cpu.memory;

/**
 * A row-major matrix in a flat memory.
 *
 * @param memory  the memory; null where only sizes are asked for
 * @param at      place of the matrix's first element
 * @param columns elements per row
 */
public record Region(FloatMemory memory, long at, int columns) {
    /** Returns the place of a row's first element. */
    public long row(long row) {
        return at + row * columns;
    }

    /** Returns the matrix that begins with a row of this one. */
    public Region from(long row) {
        return new Region(memory, row(row), columns);
    }

    /** Copies a row to the start of a heap array. */
    public void read(long row, float[] into) {
        memory.read(row(row), into, columns);
    }

    /** Copies the start of a heap array to a row. */
    public void write(long row, float[] from) {
        memory.write(row(row), from, columns);
    }
}
