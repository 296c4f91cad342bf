package growth.shell.fake;

import growth.api.data.Batch;
import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.Placement;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.TrainingCost;
import growth.api.model.View;
import growth.api.operator.GrowthContext.Gradients;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An engine that computes nothing and remembers what it was asked for; its peak is given. */
public class CountingEngine implements Engine {
    private final double peak;
    /** What was asked for, in order. */
    public final List<String> asked = new ArrayList<>();
    /** The loss of every step. */
    public double loss = 1;
    /** Whether steps are made. */
    public boolean diverged;

    /** What it finds around it. */
    public Surroundings around = Surroundings.NONE;

    private Optional<DeviceMemory> device = Optional.empty();
    private long perRow;

    public CountingEngine(double peak) {
        this.peak = peak;
    }

    /**
     * Returns this engine with a device that has memory of its own.
     *
     * @param sequence bytes that each sequence takes
     */
    public CountingEngine with(DeviceMemory memory, long sequence) {
        device = Optional.of(memory);
        perRow = sequence;
        return this;
    }

    @Override
    public Optional<DeviceMemory> deviceMemory(Placement placement) {
        return device;
    }

    @Override
    public void check(ModelShape shape, View view) {
        // every model is welcome
    }

    @Override
    public EngineSession open(ModelState state, EngineOptions options) {
        asked.add("open " + state.shape().layers() + "L workers " + options.workers() + " rows " + options.rows());
        return new Session(state.copy());
    }

    @Override
    public long memory(ModelShape shape, View view, EngineOptions options, double scoredShare) {
        return 4 * shape.parameterCount() + options.rows() * perRow;
    }

    @Override
    public int defaultWorkers() {
        return 2;
    }

    @Override
    public Peak peak(int workers) {
        asked.add("peak " + workers);
        return new Peak(peak, 0.55);
    }

    @Override
    public Surroundings surroundings(Placement placement) {
        return around;
    }

    @Override
    public Map<String, String> description() {
        return Map.of("blas", "none");
    }

    private final class Session implements EngineSession {
        private ModelState state;

        Session(ModelState state) {
            this.state = state;
        }

        @Override
        public StepResult train(List<Batch> batches, TrainOptions options) {
            asked.add("step");
            double flops = batches.stream().mapToDouble(b -> b.rows() * TrainingCost.perSequence(state.shape(), options.view())).sum();
            return new StepResult(diverged ? Double.NaN : loss, 1, flops, !diverged);
        }

        @Override
        public Evaluation evaluate(Batch batch, View view) {
            throw new UnsupportedOperationException("this engine computes nothing");
        }

        @Override
        public INDArray logits(Batch batch, View view) {
            throw new UnsupportedOperationException("this engine computes nothing");
        }

        @Override
        public Gradients gradients(Batch batch, View view) {
            throw new UnsupportedOperationException("this engine computes nothing");
        }

        @Override
        public Gradients gradients(ModelState parameters, Batch batch, View view) {
            throw new UnsupportedOperationException("this engine computes nothing");
        }

        @Override
        public ModelState state() {
            return state;
        }

        @Override
        public void load(ModelState other) {
            asked.add("load " + other.shape().layers() + "L " + other.shape().hidden() + "H");
            ModelState old = state;
            state = other.copy();
            old.close();
        }

        @Override
        public void gates(Gates gates) {
            throw new UnsupportedOperationException("this engine computes nothing");
        }

        @Override
        public void close() {
            asked.add("close");
            state.close();
        }
    }
}
