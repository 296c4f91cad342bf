package growth.engine.cpu;

import growth.api.engine.Engine;
import growth.api.engine.EngineName;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.Placement;
import growth.api.engine.Precision;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.api.options.Options;
import growth.engine.common.check.EngineCheck;
import growth.engine.common.layout.FlatLayout;
import growth.engine.common.machine.CpuFeatures;
import growth.engine.common.machine.KernelLimits;
import growth.engine.common.machine.MathLibrary;
import growth.engine.common.session.Workers;
import growth.engine.cpu.kernels.KernelLoader;
import growth.engine.cpu.kernels.RowKernels;
import growth.engine.cpu.memory.Blas;
import growth.engine.cpu.onednn.Format;
import growth.engine.cpu.onednn.OneDnn;
import growth.engine.cpu.pass.Activations;
import growth.engine.cpu.pass.Needs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.LoggerFactory;

/** The engine for the CPU: oneDNN and BLAS on memory of ND4J, row kernels in Java, one worker per core. */
@EngineName(CpuEngine.NAME)
@Component(property = "service.ranking:Integer=100")
public final class CpuEngine implements Engine {
    static final String NAME = "cpu";
    /** Share of the machine's peak that training reaches, as measured at middle sizes. */
    private static final double TRAINING_SHARE = 0.75;
    /** The same of products in bf16, beside which all else takes a larger part. */
    private static final double BF16_TRAINING_SHARE = 0.6;

    private final Supplier<RowKernels> kernels;
    private final AtomicBoolean warm = new AtomicBoolean();
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
        EngineOptions complete = Workers.complete(this, options);
        return new CpuSession(state, complete.withPlacement(resolve(complete.placement())), kernels, products());
    }

    @Override
    public long memory(ModelShape shape, View view, EngineOptions options, double scoredShare) {
        check(shape, view);
        EngineOptions complete = Workers.complete(this, options);
        int scored = (int) Math.ceil(scoredShare * view.sequence(shape));
        Activations activations = Activations.sizes(shape, Needs.of(shape, view, complete, scored, true));
        // parameters, gradients and two moments
        int copies = 4 + complete.averages().size();
        long parameters = new FlatLayout(shape).length();
        long rounded = complete.placement().precision() == Precision.BF16 ? parameters + activations.rounded() : 0;
        return Float.BYTES * (copies * parameters + activations.length()) + Format.BF16.bytes() * rounded;
    }

    @Override
    public void warmUp() {
        if (warm.compareAndSet(false, true)) {
            Thread thread = new Thread(this::loadQuietly, "growth-cpu-start");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void loadQuietly() {
        try {
            products();
        } catch (RuntimeException | LinkageError e) {
            // whoever computes tries again, and is told
            LoggerFactory.getLogger(CpuEngine.class).debug("the libraries cannot be loaded", e);
        }
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

    /** {@inheritDoc} Products in bf16 need oneDNN and a processor with instructions for them. */
    @Override
    public Placement resolve(Placement placement) {
        Placement single = Engine.super.resolve(placement.withPrecision(Precision.F32));
        if (placement.precision() == Precision.BF16) {
            Bf16Support.obstacle(products(), CpuFeatures.ofSystem()).ifPresent(reason -> {
                throw Options.refused("precision", reason);
            });
        }
        return single.withPrecision(placement.precision());
    }

    @Override
    public Peak peak(int workers) {
        return peak(workers, Placement.AUTO);
    }

    @Override
    public Peak peak(int workers, Placement placement) {
        Blas.useCallersThread();
        int threads = Workers.of(this, workers);
        if (placement.precision() == Precision.BF16) {
            return new Peak(PeakMeasurement.bf16Flops(threads, products().orElseThrow()), BF16_TRAINING_SHARE);
        }
        return new Peak(PeakMeasurement.flops(threads, products()), TRAINING_SHARE);
    }

    /** {@inheritDoc} In bf16 nothing is measured: Java has no instructions for it. */
    @Override
    public OptionalDouble registerPeak(int workers, Placement placement) {
        return placement.precision() == Precision.BF16 ? OptionalDouble.empty() : RegisterPeak.flops(Workers.of(this, workers));
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
