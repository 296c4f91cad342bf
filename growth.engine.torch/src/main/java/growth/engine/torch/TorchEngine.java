package growth.engine.torch;

import growth.api.GrowthException;
import growth.api.engine.Device;
import growth.api.engine.Engine;
import growth.api.engine.EngineName;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.Placement;
import growth.api.engine.Precision;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.engine.common.check.EngineCheck;
import growth.engine.common.memory.FlatMemory;
import growth.engine.common.session.Workers;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Libtorch;
import growth.engine.torch.explicit.Switches;
import growth.engine.torch.memory.FlatTensors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The engine on libtorch, for CPU and CUDA. It is there always, and loads the library when it is first asked for something; where there
 * is none, it says why.
 */
@EngineName(TorchEngine.NAME)
@Component
public final class TorchEngine implements Engine {
    static final String NAME = "torch";
    /** Share of the peak of matrix products that training reaches on a CPU at least, small models included (docs/lab, engines by turns). */
    private static final double HOST_SHARE = 0.5;
    /** Share on a GPU by a roofline of 124M to 1B parameters with operators of libtorch (docs/decisions/054); not measured yet. */
    private static final double DEVICE_SHARE = 0.4;

    private final Device chosen;
    private final Function<Aten, FlatMemory.Source<FlatTensors>> memories;

    /** Creates an engine that chooses a GPU where there is one. */
    @Activate
    public TorchEngine() {
        this(Device.AUTO, FlatTensors::source);
    }

    /**
     * @param chosen   what {@code auto} means; {@link Device#AUTO}: a GPU where there is one
     * @param memories makes the flat memories of operators
     */
    TorchEngine(Device chosen, Function<Aten, FlatMemory.Source<FlatTensors>> memories) {
        this.chosen = chosen;
        this.memories = memories;
    }

    @Override
    public void check(ModelShape shape, View view) {
        EngineCheck.check(shape, view);
    }

    @Override
    public EngineSession open(ModelState state, EngineOptions options) {
        EngineOptions complete = Workers.complete(this, options);
        EngineCheck.check(state, complete);
        Placement placement = resolve(complete.placement());
        Libtorch libtorch = Libtorch.load(placement.library());
        Aten aten = libtorch.open(Devices.of(placement.device()));
        try {
            return new TorchSession(libtorch, aten, memories.apply(aten), state, complete.withPlacement(placement));
        } catch (RuntimeException | Error e) {
            aten.close();
            throw e;
        }
    }

    @Override
    public long memory(ModelShape shape, View view, EngineOptions options, double scoredShare) {
        check(shape, view);
        return MemoryEstimate.of(shape, view, Workers.complete(this, options), scoredShare).total();
    }

    @Override
    public int defaultWorkers() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public Peak peak(int workers) {
        return peak(workers, resolve(Placement.AUTO));
    }

    @Override
    public Peak peak(int workers, Placement placement) {
        Libtorch libtorch = Libtorch.load(placement.library());
        libtorch.setThreads(Workers.of(this, workers));
        try (Aten aten = libtorch.open(Devices.of(placement.device()))) {
            return new Peak(PeakMeasurement.flops(aten, dtype(placement)), placement.device().host() ? HOST_SHARE : DEVICE_SHARE);
        } finally {
            libtorch.setThreads(1);
        }
    }

    @Override
    public Optional<String> obstacle(Placement placement) {
        try {
            Libtorch.load(placement.library());
            return Optional.empty();
        } catch (GrowthException e) {
            return Optional.of(e.getMessage());
        }
    }

    @Override
    public Placement resolve(Placement placement) {
        // refuses a wrong one before anything is written
        Switches.read();
        return new Devices(Libtorch.load(placement.library()), chosen).resolve(placement);
    }

    @Override
    public Optional<DeviceMemory> deviceMemory(Placement placement) {
        return new Devices(Libtorch.load(placement.library()), chosen).memory(placement.device());
    }

    /** {@inheritDoc} Where there is no libtorch, it says why. */
    @Override
    public Map<String, String> description() {
        return obstacle(Placement.AUTO).map(reason -> Map.of("libtorch", reason))
                .orElseGet(() -> new Devices(Libtorch.load(Optional.empty()), chosen).installation());
    }

    @Override
    public Map<String, String> description(Placement placement) {
        Map<String, String> facts = new LinkedHashMap<>(new Devices(Libtorch.load(placement.library()), chosen)
                .description(placement.device()));
        Switches switches = Switches.read();
        if (switches.explicit()) {
            facts.put("backward", switches.description());
        }
        return facts;
    }

    @Override
    public Surroundings surroundings(Placement placement) {
        return new Devices(Libtorch.load(placement.library()), chosen).surroundings(placement);
    }

    /** Threads that do not spin, large buffers that stay, and the workspace with which cuBLAS gives the same bits. */
    @Override
    public Map<String, String> environment(int workers) {
        return Map.of("OMP_NUM_THREADS", String.valueOf(Workers.of(this, workers)), "GOMP_SPINCOUNT", "0", "MALLOC_TOP_PAD_", "268435456",
                "MALLOC_MMAP_THRESHOLD_", "4294967296", "MALLOC_TRIM_THRESHOLD_", "8589934592", "CUBLAS_WORKSPACE_CONFIG", ":4096:8");
    }

    static Dtype dtype(Placement placement) {
        return placement.precision() == Precision.BF16 ? Dtype.BF16 : Dtype.F32;
    }
}
