package growth.api.engine;

import java.util.Objects;
import java.util.Optional;

/**
 * Where and in which number format an engine computes.
 *
 * @param device    what computes
 * @param precision in which number format it multiplies
 * @param library   folder of the library that computes, for engines that use one from outside the installation; empty: the engine finds it
 */
public record Placement(Device device, Precision precision, Optional<String> library) {
    /** The engine's own choice of a device, in single precision. */
    public static final Placement AUTO = new Placement(Device.AUTO, Precision.F32, Optional.empty());

    public Placement {
        Objects.requireNonNull(device);
        Objects.requireNonNull(precision);
        Objects.requireNonNull(library);
    }

    /** Returns this placement on another device. */
    public Placement withDevice(Device other) {
        return new Placement(other, precision, library);
    }

    /** Returns this placement in another number format. */
    public Placement withPrecision(Precision other) {
        return new Placement(device, other, library);
    }

    /** Returns this placement with the library of another folder. */
    public Placement withLibrary(Optional<String> folder) {
        return new Placement(device, precision, folder);
    }

    /** Returns device and number format, e.g. {@code cuda:0, bf16}. */
    @Override
    public String toString() {
        return device + ", " + precision;
    }
}
