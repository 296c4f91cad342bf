package growth.runtime.fake;

import growth.api.engine.Device;
import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.Placement;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.api.options.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An engine with GPUs that are made up: another one does its work. Its library, its memory and their number are given. */
public final class PlacedToy implements Engine {
    /** The options of the sessions that were opened, in order. */
    public final List<EngineOptions> opened = new ArrayList<>();
    /** The version of its library; empty: there is none. */
    public Optional<String> library = Optional.of("1.0");
    /** Memory of each GPU. */
    public DeviceMemory memory = new DeviceMemory("Toy T1", 80_000_000_000L, 79_000_000_000L);
    /** What it finds around it. */
    public Surroundings around = Surroundings.NONE;
    private final Engine engine;
    private final int gpus;

    /**
     * @param engine does the work
     * @param gpus   how many GPUs there seem to be
     */
    public PlacedToy(Engine engine, int gpus) {
        this.engine = engine;
        this.gpus = gpus;
    }

    @Override
    public Optional<String> obstacle(Placement placement) {
        return library.isPresent() ? Optional.empty() : Optional.of("libtoy is not found; install toy");
    }

    @Override
    public Placement resolve(Placement placement) {
        Device device = placement.device();
        if (device.index().orElse(0) >= gpus && device.kind() == Device.Kind.CUDA) {
            throw Options.refused("device", "there is no " + device + "; this machine has cuda:0 to cuda:" + (gpus - 1));
        }
        return placement.withDevice(device.kind() == Device.Kind.CPU || gpus == 0 ? Device.CPU : Device.cuda(device.index().orElse(0)));
    }

    @Override
    public Optional<DeviceMemory> deviceMemory(Placement placement) {
        return placement.device().host() ? Optional.empty() : Optional.of(memory);
    }

    @Override
    public void check(ModelShape shape, View view) {
        engine.check(shape, view);
    }

    @Override
    public EngineSession open(ModelState state, EngineOptions options) {
        opened.add(options);
        // the toy behind it computes on the processor, wherever this one says that it is
        return engine.open(state, options.withPlacement(Placement.AUTO));
    }

    @Override
    public long memory(ModelShape shape, View view, EngineOptions options, double scoredShare) {
        return engine.memory(shape, view, options, scoredShare);
    }

    @Override
    public int defaultWorkers() {
        return engine.defaultWorkers();
    }

    @Override
    public Peak peak(int workers) {
        return new Peak(1e9, 0.5);
    }

    @Override
    public Peak peak(int workers, Placement placement) {
        return placement.device().host() ? peak(workers) : new Peak(1e12, 0.5);
    }

    @Override
    public Surroundings surroundings(Placement placement) {
        return around;
    }

    @Override
    public Map<String, String> description() {
        return Map.of("libtoy", library.orElse("none"));
    }
}
