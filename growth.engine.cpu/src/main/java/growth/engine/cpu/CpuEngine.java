package growth.engine.cpu;

import growth.api.engine.Engine;
import growth.api.engine.EngineName;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.Placement;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.engine.common.check.EngineCheck;
import growth.engine.common.layout.FlatLayout;
import growth.engine.common.machine.KernelLimits;
import growth.engine.common.machine.MathLibrary;
import growth.engine.common.session.Workers;
import growth.engine.cpu.kernels.KernelLoader;
import growth.engine.cpu.kernels.RowKernels;
import growth.engine.cpu.memory.Blas;
import growth.engine.cpu.onednn.OneDnn;
import growth.engine.cpu.pass.Activations;
import growth.engine.cpu.pass.Needs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The engine for the CPU: BLAS on memory of ND4J, row kernels in Java, one worker per core. */
@EngineName(CpuEngine.NAME)
@Component(property = "service.ranking:Integer=100")
public final class CpuEngine implements Engine {
    static final String NAME = "cpu";
    /** Share of the machine's peak that training reaches, as measured at middle sizes. */
    private static final double TRAINING_SHARE = 0.55;

    private final Supplier<RowKernels> kernels;
    private Optional<OneDnn> oneDnn;

    /** Creates the engine with the fastest row kernels of this Java machine. */
    @Activate
    public CpuEngine() {
        this(KernelLoader.fastest());
    }

    CpuEngine(Supplier<RowKernels> kernels) {
        this.kernels = kernels;
    }

    @Override
    public void check(ModelShape shape, View view) {
        EngineCheck.check(shape, view);
    }

    @Override
    public EngineSession open(ModelState state, EngineOptions options) {
        Blas.useCallersThread();
        return new CpuSession(state, Workers.complete(this, options), kernels, products());
    }

    @Override
    public long memory(ModelShape shape, View view, EngineOptions options, double scoredShare) {
        check(shape, view);
        EngineOptions complete = Workers.complete(this, options);
        int scored = (int) Math.ceil(scoredShare * view.sequence(shape));
        Activations activations = Activations.of(shape, Needs.of(shape, view, complete, scored, true), null);
        // parameters, gradients and two moments
        int copies = 4 + complete.averages().size();
        return Float.BYTES * (copies * new FlatLayout(shape).length() + activations.length());
    }

    /** Returns the library of products; it is loaded when something is computed or asked about. */
    private synchronized Optional<OneDnn> products() {
        if (oneDnn == null) {
            Blas.useCallersThread();
            oneDnn = OneDnn.load();
        }
        return oneDnn;
    }

    @Override
    public int defaultWorkers() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public Peak peak(int workers) {
        Blas.useCallersThread();
        return new Peak(PeakMeasurement.flops(Workers.of(this, workers), products()), TRAINING_SHARE);
    }

    @Override
    public OptionalDouble registerPeak(int workers, Placement placement) {
        return RegisterPeak.flops(Workers.of(this, workers));
    }

    @Override
    public Map<String, String> description() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.putAll(Blas.library().facts("blas"));
        products().ifPresent(oneDnn -> facts.putAll(oneDnn.library().facts("products")));
        facts.put("cores", String.valueOf(defaultWorkers()));
        facts.put("row kernels", kernels.get().name());
        return facts;
    }

    /** Sums are split by workers, whose number a run keeps, and not by cores. */
    @Override
    public Map<String, String> description(Placement placement) {
        Map<String, String> facts = description();
        facts.remove("cores");
        return facts;
    }

    @Override
    public Surroundings surroundings(Placement placement) {
        KernelLimits limits = KernelLimits.ofProcess();
        return new Surroundings(limits.cpu().facts(), limits.hindrances(libraries(), placement.precision()));
    }

    /** Returns the libraries that multiply matrices, the one that does most first. */
    private List<MathLibrary> libraries() {
        return Stream.concat(products().stream().map(OneDnn::library), Stream.of(Blas.library())).toList();
    }
}
