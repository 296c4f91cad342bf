package growth.engine.cpu.memory;

import growth.engine.cpu.onednn.Format;

/** A flat row of numbers in the machine's memory outside the Java heap. */
public interface NativeMemory {
    /** Returns the format of its numbers. */
    Format format();

    /** Returns the address of an element. */
    long address(long at);
}
