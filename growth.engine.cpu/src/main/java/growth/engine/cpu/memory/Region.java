package growth.engine.cpu.memory;

/**
 * A row-major matrix inside a flat buffer.
 *
 * @param at      its first element
 * @param columns elements per row
 */
public record Region(long at, int columns) {
    /** @return the first element of a row */
    public long row(long row) {
        return at + row * columns;
    }
}
