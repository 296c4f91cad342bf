package growth.engine.torch.aten;

import com.sun.jna.Pointer;

/** The ways to call the sum of tensors, a C++ function that returns an object. */
enum Adder {
    /** The address of the result is the first argument: x86-64. */
    BY_ADDRESS {
        @Override
        void add(long result, long self, long other, long alpha) {
            Unpromised.add(result, self, other, alpha);
        }
    },
    /** The result is returned as a large structure would be, whatever the platform does with those; slower. */
    BY_STRUCTURE {
        @Override
        void add(long result, long self, long other, long alpha) {
            new Pointer(result).setLong(0, Unpromised.addReturned(self, other, alpha).words[0]);
        }
    };

    /** Returns the fastest way that works on this machine. */
    static Adder ofPlatform() {
        return System.getProperty("os.arch").equals("amd64") ? BY_ADDRESS : BY_STRUCTURE;
    }

    /**
     * Writes {@code self + alpha · other} to memory for a handle.
     *
     * @param result address of 8 bytes
     * @param alpha  address of a scalar
     */
    abstract void add(long result, long self, long other, long alpha);
}
