package growth.api.engine;

import growth.api.GrowthException;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What computes: {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}.
 *
 * @param kind  its kind
 * @param index its number, from 0; empty: the engine chooses
 */
public record Device(Kind kind, OptionalInt index) {
    /** The engine chooses. */
    public static final Device AUTO = new Device(Kind.AUTO, OptionalInt.empty());
    /** The cores of the machine. */
    public static final Device CPU = new Device(Kind.CPU, OptionalInt.empty());

    private static final Pattern WRITTEN = Pattern.compile("(auto|cpu|cuda)|cuda:([0-9]{1,4})");

    /** The kinds of devices. */
    public enum Kind {
        /** The best that the engine finds. */
        AUTO,
        /** The cores of the machine, with its memory. */
        CPU,
        /** A GPU with CUDA, with memory of its own. */
        CUDA
    }

    public Device {
        Objects.requireNonNull(kind);
        if (index.isPresent() && (kind != Kind.CUDA || index.getAsInt() < 0)) {
            throw new IllegalArgumentException(kind + " has no device " + index.getAsInt());
        }
    }

    /** Returns the GPU of that number, counted from 0. */
    public static Device cuda(int index) {
        return new Device(Kind.CUDA, OptionalInt.of(index));
    }

    /**
     * Returns the device that a text names.
     *
     * @throws GrowthException (CONFIGURATION) that says how devices are written
     */
    public static Device parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION,
                    "'" + text + "' is not a device; write auto, cpu, cuda or, for the second GPU, cuda:1");
        }
        return written.group(2) == null ? new Device(Kind.valueOf(written.group(1).toUpperCase(Locale.ROOT)), OptionalInt.empty())
                : cuda(Integer.parseInt(written.group(2)));
    }

    /** Returns whether it computes in the machine's own memory. */
    public boolean host() {
        return kind == Kind.CPU;
    }

    /** Returns the device as {@link #parse} reads it. */
    @Override
    public String toString() {
        String word = kind.name().toLowerCase(Locale.ROOT);
        return index.isPresent() ? word + ":" + index.getAsInt() : word;
    }
}
