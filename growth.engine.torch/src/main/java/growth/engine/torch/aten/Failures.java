package growth.engine.torch.aten;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a failed call says. Up to libtorch 2.12 the ABI returns no text: the library prints it to the error output instead. */
final class Failures {
    private static final Pattern ASKED = Pattern.compile("(?:Tried|tried) to allocate ([0-9.]+ [A-Za-z]+)");
    private final Optional<Function> text;

    Failures(NativeLibrary torch) {
        Function found;
        try {
            found = torch.getFunction("torch_exception_get_what_without_backtrace");
        } catch (UnsatisfiedLinkError e) {
            found = null;
        }
        text = Optional.ofNullable(found);
    }

    /**
     * Returns the exception for the last call of this thread.
     *
     * @param shortage asks whether the device lacks memory, where the library does not say what failed
     */
    GrowthException failure(String operator, Device device, BooleanSupplier shortage) {
        Optional<String> said = text.map(f -> f.invokePointer(new Object[0])).map(p -> firstLine(p.getString(0)));
        if (said.isPresent() ? isMemory(said.get()) : shortage.getAsBoolean()) {
            return new OutOfDeviceMemory("out of memory on " + device + " in " + operator + said.flatMap(Failures::asked).orElse(""));
        }
        return new GrowthException(Kind.UNEXPECTED, "libtorch could not compute " + operator
                + said.map(s -> ": " + s).orElse("; it has printed the reason to the error output"));
    }

    /** Returns how much the allocator was asked for, in its words. */
    private static Optional<String> asked(String said) {
        Matcher asked = ASKED.matcher(said);
        return asked.find() ? Optional.of(", which asked for " + asked.group(1)) : Optional.empty();
    }

    private static boolean isMemory(String said) {
        String lower = said.toLowerCase(Locale.ROOT);
        return lower.contains("out of memory") || lower.contains("can't allocate memory") || lower.contains("not enough memory")
                || lower.contains("bad_alloc");
    }

    private static String firstLine(String said) {
        String first = said.strip().lines().findFirst().orElse("").strip();
        return first.isEmpty() ? "it gave no reason" : first;
    }
}
