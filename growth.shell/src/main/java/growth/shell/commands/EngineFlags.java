package growth.shell.commands;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.engine.Device;
import growth.api.engine.Placement;
import growth.api.engine.Precision;
import growth.runtime.engine.EngineChoice;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.PluginKind;
import growth.shell.plugins.PluginShelf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options with which commands choose what computes, and where. */
final class EngineFlags {
    private static final String ENGINE = "ENGINE";
    private static final String DEVICE = "DEVICE";
    private static final String PRECISION = "FORMAT";
    private static final Map<String, String> PLACES = Map.of("kind", "--engine", "device", "--device", "precision", "--precision",
            "library", "--engine");

    @Option(names = "--engine", paramLabel = ENGINE, description = "the engine that computes; default: that of the run file, or the "
            + "installation's first ('growth doctor' lists them)")
    private String engine;

    @Option(names = "--device", paramLabel = DEVICE, description = "what it computes on: cpu, cuda or a certain GPU such as cuda:1; "
            + "default: auto, the best that is there")
    private String device;

    @Option(names = "--precision", paramLabel = PRECISION, description = "number format of matrix products: f32 or bf16; default: f32")
    private String precision;

    /**
     * Returns what was chosen.
     *
     * @throws GrowthException (CONFIGURATION) for what is no device or number format
     */
    EngineChoice choice() {
        Device on = device == null ? Device.AUTO : GrowthException.placed("--device", () -> Device.parse(device));
        return new EngineChoice(Optional.ofNullable(engine), Placement.AUTO.withDevice(on).withPrecision(format()), PLACES);
    }

    /** Returns whether anything was chosen. */
    boolean given() {
        return engine != null || device != null || precision != null;
    }

    private Precision format() {
        return precision == null ? Precision.F32 : format("--precision", precision);
    }

    /**
     * Returns the number format of that name.
     *
     * @param option where it was written
     * @throws GrowthException (CONFIGURATION) if there is none
     */
    static Precision format(String option, String name) {
        return Arrays.stream(Precision.values()).filter(one -> one.toString().equals(name.toLowerCase(Locale.ROOT))).findFirst()
                .orElseThrow(() -> new GrowthException(Kind.CONFIGURATION, option + ": '" + name
                        + "' is not a number format; write f32 or bf16"));
    }

    /**
     * Returns what was chosen as {@code path=value} pairs over a run file, behind others.
     *
     * @param others pairs that stand before
     */
    List<String> over(List<String> others) {
        return over(others, EngineChoice.SECTION);
    }

    /** Returns the same over a study file, for the runs of all arms. */
    List<String> overStudy(List<String> others) {
        return over(others, "set." + EngineChoice.SECTION);
    }

    private List<String> over(List<String> others, String section) {
        choice();
        List<String> pairs = new ArrayList<>(others);
        add(pairs, section + ".kind", engine);
        add(pairs, section + ".device", device);
        add(pairs, section + ".precision", precision);
        return pairs;
    }

    private static void add(List<String> pairs, String path, String value) {
        if (value != null) {
            pairs.add(path + "=" + value.toLowerCase(Locale.ROOT));
        }
    }

    /** Returns what can be completed for one of these options; nothing for others. */
    static List<String> candidates(String label, Catalogue catalogue) {
        return switch (label) {
            case ENGINE -> new PluginShelf(catalogue, PluginKind.ENGINE).usable();
            case DEVICE -> List.of(Device.AUTO.toString(), Device.CPU.toString(), "cuda");
            case PRECISION -> Arrays.stream(Precision.values()).map(Precision::toString).toList();
            default -> List.of();
        };
    }
}
