package growth.api.engine;

import growth.api.GrowthException;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.api.options.Options;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Computes models. An engine is a component with {@link EngineName}; the one of the highest {@code service.ranking} that can compute is the
 * default. Engines provide this contract rather than consume it: when it gains a method, engines are built anew, and operators that call
 * sessions stay the same.
 */
@ProviderType
public interface Engine {
    /**
     * Checks whether the engine can train a model.
     *
     * @throws GrowthException (CONFIGURATION) that says what it does not support
     */
    void check(ModelShape shape, View view);

    /**
     * Opens a session by copying a state.
     *
     * @throws GrowthException as {@link #check}
     */
    EngineSession open(ModelState state, EngineOptions options);

    /**
     * Returns the bytes that a session of that shape takes: parameters, optimizer state, gradients, activations.
     *
     * @param scoredShare share of the positions whose label is scored, as the data say
     * @throws GrowthException as {@link #check}
     */
    long memory(ModelShape shape, View view, EngineOptions options, double scoredShare);

    /**
     * Returns why the engine cannot compute on this machine, in one line that says what to install; empty if it can. It says nothing of the
     * device: {@link #resolve} does.
     *
     * @param placement names the library, if the user does
     */
    default Optional<String> obstacle(Placement placement) {
        return Optional.empty();
    }

    /**
     * Returns the placement with the device that it means here: {@code cpu}, or a GPU with its number. It is asked only of an engine
     * without {@link #obstacle}.
     *
     * @throws GrowthException (CONFIGURATION, about the key {@code device}, {@code precision} or {@code library}) if the machine has no
     *                         such device, or the engine does not compute that way; it says what there is
     */
    default Placement resolve(Placement placement) {
        if (placement.device().kind() == Device.Kind.CUDA) {
            throw Options.refused("device", "this engine computes on the cpu alone, not on " + placement.device()
                    + "; choose cpu or another engine");
        }
        if (placement.precision() != Precision.F32) {
            throw Options.refused("precision", "this engine computes in f32 alone, not in " + placement.precision()
                    + "; choose f32 or another engine");
        }
        if (placement.library().isPresent()) {
            throw Options.refused("library", "this engine brings its library with it; leave library out");
        }
        return placement.withDevice(Device.CPU);
    }

    /**
     * Returns the memory of the placement's device, if it has memory of its own; empty if it computes in that of the machine.
     *
     * @param placement as {@link #resolve} returned it
     */
    default Optional<DeviceMemory> deviceMemory(Placement placement) {
        return Optional.empty();
    }

    /**
     * Begins, on a thread of the engine's own, what its first session would wait for, such as loading native libraries; returns at once.
     * A failure is told to whoever needs what has failed. To be called by those who will open a session; once is enough.
     */
    default void warmUp() {
    }

    /** Returns the number of workers that a session gets for {@code EngineOptions.workers() == 0}. */
    int defaultWorkers();

    /**
     * Measures what the machine can do, in a second at most.
     *
     * @param workers number of threads, as in {@link EngineOptions}
     */
    Peak peak(int workers);

    /**
     * Measures what a device can do in a number format, in a second at most.
     *
     * @param workers   number of threads, as in {@link EngineOptions}
     * @param placement as {@link #resolve} returned it
     */
    default Peak peak(int workers, Placement placement) {
        return peak(workers);
    }

    /**
     * Measures fused multiply-adds of single precision whose operands stay in registers, with all workers at once, in about a second:
     * what no product of matrices in that format can exceed. Empty if the engine cannot measure it.
     *
     * @param workers   number of threads, as in {@link EngineOptions}
     * @param placement as {@link #resolve} returned it
     * @return operations per second, two for each multiply-add
     */
    default OptionalDouble registerPeak(int workers, Placement placement) {
        return OptionalDouble.empty();
    }

    /** Returns names and versions of the computing libraries, e.g. BLAS and vector width; for doctor and provenance. */
    Map<String, String> description();

    /**
     * Returns names and versions of whatever results depend on at a placement, e.g. the library and the GPU's model; for doctor and
     * provenance. Results agree to the bit where it is the same.
     *
     * @param placement as {@link #resolve} returned it
     */
    default Map<String, String> description(Placement placement) {
        return description();
    }

    /**
     * Returns the environment variables that the engine's libraries read when a process starts, and with which the engine is fastest; a
     * command that measures in a process of its own sets them.
     *
     * @param workers number of threads, as in {@link EngineOptions}
     */
    default Map<String, String> environment(int workers) {
        return Map.of();
    }

    /**
     * Returns what the engine finds around it at a placement, on which no result depends; for doctor, bench and provenance.
     *
     * @param placement as {@link #resolve} returned it
     */
    default Surroundings surroundings(Placement placement) {
        return Surroundings.NONE;
    }

    /**
     * What an engine finds around it: the processor, and the environment of the process.
     *
     * @param facts      name → fact, e.g. what the processor has that the engine can use
     * @param hindrances what makes the engine slower than this machine is
     */
    record Surroundings(Map<String, String> facts, List<Hindrance> hindrances) {
        /** Of an engine that does not look. */
        public static final Surroundings NONE = new Surroundings(Map.of(), List.of());

        public Surroundings {
            facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
            hindrances = List.copyOf(hindrances);
        }
    }

    /**
     * Something that makes an engine slower, and that its user can change.
     *
     * @param fact   what it is and does, in one line
     * @param remedy what to do, in one line
     */
    record Hindrance(String fact, String remedy) {
        /** Returns both in one line. */
        @Override
        public String toString() {
            return fact + "; " + remedy;
        }
    }

    /**
     * The memory of a device.
     *
     * @param device what it is, e.g. {@code NVIDIA H200}
     * @param total  bytes it has
     * @param free   bytes that nothing else uses now
     */
    record DeviceMemory(String device, long total, long free) {
    }

    /**
     * The machine's measured speed, and the share of it that this engine reaches.
     *
     * @param flops         matrix multiplication with all workers, in single precision unless measured in another, operations per second
     * @param trainingShare share of it that training is expected to reach, in (0, 1]
     */
    record Peak(double flops, double trainingShare) {
        /** Returns the operations per second that training is expected to reach. */
        public double trainingFlops() {
            return flops * trainingShare;
        }
    }
}
