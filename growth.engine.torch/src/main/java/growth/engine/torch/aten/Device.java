package growth.engine.torch.aten;

/**
 * A device that computes.
 *
 * @param cuda  true for a CUDA device, false for the processor
 * @param index number of the CUDA device, from 0; 0 for the processor
 */
public record Device(boolean cuda, int index) {
    /** The processor. */
    public static final Device CPU = new Device(false, 0);

    /** Checks the number. */
    public Device {
        if (index < 0 || !cuda && index != 0) {
            throw new IllegalArgumentException("no device has the number " + index);
        }
    }

    /** Returns the CUDA device with a number. */
    public static Device cuda(int index) {
        return new Device(true, index);
    }

    /** Returns libtorch's number of the kind. */
    int type() {
        return cuda ? Abi.deviceTypeCuda() : Abi.deviceTypeCpu();
    }

    @Override
    public String toString() {
        return cuda ? "cuda:" + index : "cpu";
    }
}
