package growth.runtime.plugins.guard;

import growth.api.algebra.GrownArrays;
import growth.api.data.Batch;
import growth.api.engine.Decoder;
import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.Placement;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.View;
import growth.api.operator.GrowthContext.Gradients;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An engine of the folder of plug-ins, behind a guard that names it when it fails. Its calls stay on the caller's thread: engines are bound
 * to threads, and one that blocks holds the model itself, so that nobody could save it.
 *
 * @param engine the engine
 * @param calls  the way to it
 */
record GuardedEngine(Engine engine, PluginCalls calls) implements Engine {
    @Override
    public void check(ModelShape shape, View view) {
        calls.tell("check", () -> engine.check(shape, view));
    }

    @Override
    public EngineSession open(ModelState state, EngineOptions options) {
        return new Session(calls.work("open", () -> engine.open(state, options)), calls);
    }

    @Override
    public long memory(ModelShape shape, View view, EngineOptions options, double scoredShare) {
        return calls.ask("memory", () -> engine.memory(shape, view, options, scoredShare));
    }

    @Override
    public Optional<String> obstacle(Placement placement) {
        return calls.ask("obstacle", () -> engine.obstacle(placement)).map(PlainText::of);
    }

    @Override
    public Placement resolve(Placement placement) {
        return calls.ask("resolve", () -> engine.resolve(placement));
    }

    @Override
    public Optional<DeviceMemory> deviceMemory(Placement placement) {
        return calls.ask("deviceMemory", () -> engine.deviceMemory(placement));
    }

    @Override
    public void warmUp() {
        calls.tell("warmUp", engine::warmUp);
    }

    @Override
    public int defaultWorkers() {
        return calls.ask("defaultWorkers", engine::defaultWorkers);
    }

    @Override
    public Peak peak(int workers) {
        return calls.work("peak", () -> engine.peak(workers));
    }

    @Override
    public Peak peak(int workers, Placement placement) {
        return calls.work("peak", () -> engine.peak(workers, placement));
    }

    @Override
    public OptionalDouble registerPeak(int workers, Placement placement) {
        return calls.work("registerPeak", () -> engine.registerPeak(workers, placement));
    }

    @Override
    public Map<String, String> description() {
        return calls.ask("description", engine::description);
    }

    @Override
    public Map<String, String> description(Placement placement) {
        return calls.ask("description", () -> engine.description(placement));
    }

    @Override
    public Map<String, String> environment(int workers) {
        return calls.ask("environment", () -> engine.environment(workers));
    }

    @Override
    public Surroundings surroundings(Placement placement) {
        Surroundings found = calls.ask("surroundings", () -> engine.surroundings(placement));
        return new Surroundings(found.facts(), found.hindrances().stream()
                .map(h -> new Hindrance(PlainText.of(h.fact()), PlainText.of(h.remedy()))).toList());
    }

    private record Session(EngineSession session, PluginCalls calls) implements EngineSession {
        @Override
        public StepResult train(List<Batch> batches, TrainOptions options) {
            return calls.work("train", () -> session.train(batches, options));
        }

        @Override
        public Evaluation evaluate(Batch batch, View view) {
            return calls.work("evaluate", () -> session.evaluate(batch, view));
        }

        @Override
        public Evaluation evaluate(String average, Batch batch, View view) {
            return calls.work("evaluate", () -> session.evaluate(average, batch, view));
        }

        @Override
        public INDArray logits(Batch batch, View view) {
            return calls.work("logits", () -> session.logits(batch, view));
        }

        @Override
        public Decoder decoder(int rows, int positions) {
            return new Reader(calls.work("decoder", () -> session.decoder(rows, positions)), calls);
        }

        @Override
        public Gradients gradients(Batch batch, View view) {
            return calls.work("gradients", () -> session.gradients(batch, view));
        }

        @Override
        public Gradients gradients(ModelState parameters, Batch batch, View view) {
            return calls.work("gradients", () -> session.gradients(parameters, batch, view));
        }

        @Override
        public ModelState state() {
            return calls.work("state", session::state);
        }

        @Override
        public ModelShape shape() {
            return calls.ask("shape", session::shape);
        }

        @Override
        public void load(ModelState state) {
            calls.tell("load", () -> session.load(state));
        }

        @Override
        public GrownArrays arrays(ModelShape shape) {
            return new Offered(calls.work("arrays", () -> session.arrays(shape)), calls);
        }

        @Override
        public void adopt(ModelState state) {
            calls.tell("adopt", () -> session.adopt(state));
        }

        @Override
        public void gates(Gates gates) {
            calls.tell("gates", () -> session.gates(gates));
        }

        @Override
        public void close() {
            calls.tell("close", session::close);
        }
    }

    private record Offered(GrownArrays arrays, PluginCalls calls) implements GrownArrays {
        @Override
        public INDArray parameter(String name, DataType type, long... shape) {
            return calls.work("parameter", () -> arrays.parameter(name, type, shape));
        }

        @Override
        public INDArray average(String average, String name, DataType type, long... shape) {
            return calls.work("average", () -> arrays.average(average, name, type, shape));
        }

        @Override
        public INDArray slot(String name, Slot slot, DataType type, long... shape) {
            return calls.work("slot", () -> arrays.slot(name, slot, type, shape));
        }

        @Override
        public void close() {
            calls.tell("close", arrays::close);
        }
    }

    private record Reader(Decoder decoder, PluginCalls calls) implements Decoder {
        @Override
        public int rows() {
            return calls.ask("rows", decoder::rows);
        }

        @Override
        public int positions() {
            return calls.ask("positions", decoder::positions);
        }

        @Override
        public int length(int row) {
            return calls.ask("length", () -> decoder.length(row));
        }

        @Override
        public INDArray read(int[][] tokens) {
            return calls.work("read", () -> decoder.read(tokens));
        }

        @Override
        public void reset(int row) {
            calls.tell("reset", () -> decoder.reset(row));
        }

        @Override
        public void close() {
            calls.tell("close", decoder::close);
        }
    }
}
