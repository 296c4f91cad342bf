package growth.engine.torch.kernels;

import growth.api.GrowthException;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Cuda;
import growth.engine.torch.aten.Driver;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Gpu;
import growth.engine.torch.aten.Libtorch;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The kernels for the GPU of one session, compiled when they are first used, in a second or two for each type of elements. Confined to the
 * session's thread.
 */
public final class Kernels implements FusedSteps.Source, AutoCloseable {
    private final Nvrtc nvrtc;
    private final KernelDriver driver;
    private final String architecture;
    private final long stream;
    private final Map<Dtype, FusedSteps> compiled = new EnumMap<>(Dtype.class);

    private final Map<Dtype, KernelDriver.Module> modules = new EnumMap<>(Dtype.class);

    private Kernels(Nvrtc nvrtc, KernelDriver driver, String architecture, long stream) {
        this.nvrtc = nvrtc;
        this.driver = driver;
        this.architecture = architecture;
        this.stream = stream;
    }

    /**
     * Prepares kernels for the device of some operators.
     *
     * @return empty where the operators do not compute on a GPU
     * @throws GrowthException if there is no compiler or no driver for it
     */
    public static Optional<Kernels> of(Libtorch libtorch, Aten aten) {
        Optional<Cuda> cuda = libtorch.cuda();
        if (!aten.device().cuda() || cuda.isEmpty()) {
            return Optional.empty();
        }
        Nvrtc nvrtc = Nvrtc.find(Optional.of(libtorch.installation().folder())).orElseThrow(() -> new GrowthException(
                GrowthException.Kind.MISSING_PLUGIN, "kernels for the GPU: there is no libnvrtc beside " + libtorch.installation().folder()
                        + "; " + Nvrtc.VARIABLE + " may name its folder, and without it -Dgrowth.torch.kernels=off"));
        Gpu gpu = Driver.start().gpus().get(aten.device().index());
        return Optional.of(new Kernels(nvrtc, new KernelDriver(KernelDriver.LIBRARY), KernelDriver.architecture(gpu),
                cuda.get().stream(aten.device())));
    }

    @Override
    public FusedSteps steps(Aten aten, Dtype element) {
        return compiled.computeIfAbsent(element, type -> new KernelSteps(aten, type, module(type), stream));
    }

    /** Returns the kernels for a type of elements; most sessions need but one. */
    private KernelDriver.Module module(Dtype element) {
        return modules.computeIfAbsent(element,
                type -> driver.load(nvrtc.compile(new KernelSource(type == Dtype.BF16).text(), architecture)));
    }

    @Override
    public Optional<FlatAdamW> adamW(Aten aten) {
        // explicit blocks of a GPU are bf16's, so that this is no module more
        return Optional.of(new FlatAdamW(aten, module(Dtype.BF16), stream));
    }

    @Override
    public int longestRow() {
        return KernelSteps.longestRow();
    }

    /** Unloads the kernels. */
    @Override
    public void close() {
        modules.values().forEach(KernelDriver.Module::close);
        modules.clear();
        compiled.clear();
    }
}
