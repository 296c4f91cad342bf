package growth.engine.cpu.memory;

import growth.engine.cpu.onednn.Format;
import org.bytedeco.javacpp.BytePointer;

/** A flat row of bf16 numbers: the upper halves of single-precision ones, which products take as operands. */
public final class Bf16Memory implements NativeMemory, AutoCloseable {
    private static final int CACHE_LINE = 64;

    private final long length;
    private final BytePointer memory;
    private final long first;

    /** Creates memory of that many numbers, with arbitrary contents. */
    public Bf16Memory(long length) {
        this.length = length;
        memory = new BytePointer(length * Format.BF16.bytes() + CACHE_LINE);
        first = (memory.address() + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    }

    /** Returns the number of elements. */
    public long length() {
        return length;
    }

    @Override
    public Format format() {
        return Format.BF16;
    }

    @Override
    public long address(long at) {
        return first + at * Format.BF16.bytes();
    }

    @Override
    public void close() {
        memory.close();
    }
}
