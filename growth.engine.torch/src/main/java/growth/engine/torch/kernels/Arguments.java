package growth.engine.torch.kernels;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** The arguments of one launch, in the order of the kernel's parameters; used again for the next one. Belongs to one thread. */
final class Arguments {
    private static final int SLOT = 16;
    private static final int MOST = 32;
    private final Memory values = new Memory((long) SLOT * MOST);
    private final Memory addresses = new Memory((long) Native.POINTER_SIZE * MOST);
    private int count;
    private int slot;

    /** Begins with the arguments of another launch. */
    Arguments clear() {
        count = 0;
        slot = 0;
        return this;
    }

    private Pointer next(int slots) {
        Pointer at = values.share((long) SLOT * slot);
        addresses.setPointer((long) Native.POINTER_SIZE * count++, at);
        slot += slots;
        return at;
    }

    /** Adds an address on the device; 0 for none. */
    Arguments at(long address) {
        return wide(address);
    }

    /** Adds an int. */
    Arguments integer(int value) {
        next(1).setInt(0, value);
        return this;
    }

    /** Adds a long long. */
    Arguments wide(long value) {
        next(1).setLong(0, value);
        return this;
    }

    /** Adds a float. */
    Arguments real(double value) {
        next(1).setFloat(0, (float) value);
        return this;
    }

    /** Adds a structure of 64-bit numbers. */
    Arguments structure(long... values) {
        next((values.length * Long.BYTES + SLOT - 1) / SLOT).write(0, values, 0, values.length);
        return this;
    }

    /** Returns the addresses of all arguments, as a launch wants them. */
    Pointer pointers() {
        return addresses;
    }
}
