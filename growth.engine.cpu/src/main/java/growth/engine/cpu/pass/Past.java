package growth.engine.cpu.pass;

import growth.engine.cpu.memory.Region;

/**
 * What a sequence that goes on has of the positions before: keys, rotated by their positions, and values. The blocks add those of the
 * positions that they compute.
 *
 * @param positions  number of positions before
 * @param keysValues for each block the key heads, then the value heads, {@code [2·kvHeads·headSize]}, a row per position of the sequence
 */
public record Past(int positions, Region[] keysValues) {
    /** Nothing stands before, and nothing is kept for later. */
    public static final Past NONE = new Past(0, new Region[0]);

    /** Returns whether keys and values are kept. */
    public boolean kept() {
        return keysValues.length > 0;
    }
}
