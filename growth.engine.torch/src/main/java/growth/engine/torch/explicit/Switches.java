package growth.engine.torch.explicit;

import growth.api.GrowthException;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Libtorch;
import growth.engine.torch.kernels.ComposedSteps;
import growth.engine.torch.kernels.Kernels;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Ways to compute that are chosen for a whole process, by system properties or by environment variables of the same names in capitals
 * ({@code growth.torch.backward}, {@code GROWTH_TORCH_BACKWARD}).
 *
 * @param explicit {@code growth.torch.backward=explicit}: blocks have written backward passes; {@code autograd} is the default
 * @param kernels  {@code growth.torch.kernels=auto}: explicit backward passes use kernels of our own on a GPU; {@code off}: none
 */
public record Switches(boolean explicit, boolean kernels) {
    private static final String BACKWARD = "growth.torch.backward";
    private static final String KERNELS = "growth.torch.kernels";

    /**
     * Reads the switches.
     *
     * @throws GrowthException if one has a value that it cannot have
     */
    public static Switches read() {
        return new Switches(choice(BACKWARD, "autograd", "explicit").equals("explicit"), choice(KERNELS, "auto", "off").equals("auto"));
    }

    /** Returns a switch's value; the first one that it can have is its default. */
    private static String choice(String name, String... values) {
        String value = Optional.ofNullable(System.getProperty(name))
                .or(() -> Optional.ofNullable(System.getenv(name.toUpperCase(Locale.ROOT).replace('.', '_')))).orElse(values[0]);
        if (!List.of(values).contains(value)) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION,
                    name + "=" + value + ": it can be " + String.join(" or ", values));
        }
        return value;
    }

    /** Prepares what makes the parts of a session's models. */
    public PartsSource open(Libtorch libtorch, Aten aten) {
        if (!explicit) {
            return new PartsSource(aten, null, null);
        }
        Kernels own = kernels ? Kernels.of(libtorch, aten).orElse(null) : null;
        return new PartsSource(aten, own == null ? ComposedSteps::new : own, own);
    }

    /** Returns what results to the bit depend on, in words. */
    public String description() {
        return explicit ? "explicit, kernels " + (kernels ? "auto" : "off") : "autograd";
    }
}
