package growth.engine.cpu;

import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.engine.cpu.kernels.KernelLoader;
import growth.engine.cpu.kernels.RowKernels;
import growth.engine.cpu.memory.Blas;
import growth.engine.cpu.memory.FlatLayout;
import growth.engine.cpu.model.ActivationLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The engine for the CPU: BLAS on memory of ND4J, row kernels in Java, one worker per core. */
@Component(property = Engine.NAME + "=cpu")
public final class CpuEngine implements Engine {
    private final Supplier<RowKernels> kernels;

    /** The engine with the fastest row kernels of this Java machine. */
    @Activate
    public CpuEngine() {
        this(KernelLoader.fastest());
    }

    CpuEngine(Supplier<RowKernels> kernels) {
        this.kernels = kernels;
    }

    @Override
    public void check(ModelShape shape, View view) {
        Support.check(shape, view);
    }

    @Override
    public EngineSession open(ModelState state, EngineOptions options) {
        Blas.useCallersThread();
        return new CpuSession(state, complete(options), kernels);
    }

    private EngineOptions complete(EngineOptions options) {
        Support.check(options);
        return new EngineOptions(workers(options.workers()), options.rows(), options.seed());
    }

    private int workers(int wanted) {
        return wanted == 0 ? defaultWorkers() : wanted;
    }

    @Override
    public long memory(ModelShape shape, View view, EngineOptions options) {
        check(shape, view);
        EngineOptions complete = complete(options);
        ActivationLayout activations = new ActivationLayout(shape, complete.rows(), view.sequence(shape), complete.workers(), true);
        // parameters, gradients and two moments
        return Float.BYTES * (4 * new FlatLayout(shape).length() + activations.length());
    }

    @Override
    public int defaultWorkers() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public Peak peak(int workers) {
        Blas.useCallersThread();
        return new Peak(PeakMeasurement.flops(workers(workers)));
    }

    @Override
    public Map<String, String> description() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("blas", Blas.description());
        facts.put("cores", String.valueOf(defaultWorkers()));
        facts.put("row kernels", kernels.get().name());
        return facts;
    }
}
