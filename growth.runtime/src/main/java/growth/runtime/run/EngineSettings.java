package growth.runtime.run;

import growth.api.GrowthException;
import growth.api.engine.Device;
import growth.api.engine.Placement;
import growth.api.engine.Precision;
import growth.api.options.Option;
import growth.api.options.Options;
import growth.runtime.engine.EngineChoice;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The section {@code engine}: what computes, and where.
 *
 * @param kind      the engine's name; empty: the default one
 * @param device    the device, as {@link Device#parse} reads it
 * @param precision the number format
 * @param library   folder of the engine's library; empty: the engine finds it
 */
public record EngineSettings(
        @Option(description = "name of the engine that computes, one of those that growth doctor lists; if absent, the default "
                + "one, which run.yaml then names; training.engine, its place in older run files, is still read") Optional<String> kind,
        @Option(description = "what it computes on: cpu, cuda, a certain GPU such as cuda:1, or auto for the best that is there",
                defaultValue = "auto") String device,
        @Option(description = "number format of matrix products: single precision, or bfloat16 with master weights, gradients and "
                + "moments in single precision", defaultValue = "f32") Precision precision,
        @Option(description = "folder of the library that the engine calls, for engines that use one from outside the installation; if "
                + "absent, the engine finds it") Optional<String> library) {

    public EngineSettings {
        try {
            Device.parse(device);
        } catch (GrowthException e) {
            throw Options.refused("device", e.getMessage());
        }
    }

    /**
     * Returns the choice.
     *
     * @param options these settings as they were read, with their places
     * @param base    folder that a relative library starts from
     */
    static EngineChoice choice(Options options, Path base) {
        EngineSettings settings = options.as(EngineSettings.class);
        Placement placement = new Placement(Device.parse(settings.device), settings.precision,
                settings.library.map(folder -> base.resolve(folder).normalize().toString()));
        Map<String, String> places = Arrays.stream(EngineSettings.class.getRecordComponents()).map(component -> component.getName())
                .collect(Collectors.toMap(Function.identity(), options::place));
        return new EngineChoice(settings.kind, placement, places);
    }
}
