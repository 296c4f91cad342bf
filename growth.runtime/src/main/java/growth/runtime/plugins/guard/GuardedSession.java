package growth.runtime.plugins.guard;

import growth.api.algebra.GrownArrays;
import growth.api.data.Batch;
import growth.api.engine.Decoder;
import growth.api.engine.EngineSession;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.engine.TrainShare;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.View;
import growth.api.operator.GrowthContext.Gradients;
import java.util.List;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A session of an engine behind the guard: what it answers is looked at before anybody computes with it. For one thread. */
final class GuardedSession implements EngineSession {
    private final EngineSession session;
    private final PluginCalls calls;
    private final EngineCheck check;
    private ModelShape shape;

    /** @param shape of the model that the session has been opened with */
    GuardedSession(EngineSession session, PluginCalls calls, ModelShape shape) {
        this.session = session;
        this.calls = calls;
        this.shape = shape;
        check = new EngineCheck(calls);
    }

    /** Calls with a state. If the call is given up, the engine may read the state still, so that nobody releases it from then on. */
    static <T> T lending(PluginCalls calls, String call, ModelState state, Supplier<T> action) {
        try {
            return calls.work(call, action);
        } catch (PluginFailure e) {
            if (calls.lost()) {
                LentArrays.of(state);
            }
            throw e;
        }
    }

    @Override
    public StepResult train(List<Batch> batches, TrainOptions options) {
        return check.step(calls.work("train", () -> session.train(batches, options)));
    }

    @Override
    public StepResult train(TrainShare share, TrainOptions options) {
        if (share.isAlone()) {
            return check.step(calls.work("train", () -> session.train(share, options)));
        }
        GuardedAllReduce ranks = new GuardedAllReduce(share.ranks(), calls);
        TrainShare guarded = new TrainShare(share.batches(), share.first(), share.scored(), ranks);
        return check.step(ranks.during(() -> calls.work("train", () -> session.train(guarded, options))));
    }

    @Override
    public Evaluation evaluate(Batch batch, View view) {
        return check.evaluation(calls.work("evaluate", () -> session.evaluate(batch, view)), batch);
    }

    @Override
    public Evaluation evaluate(String average, Batch batch, View view) {
        return check.evaluation(calls.work("evaluate", () -> session.evaluate(average, batch, view)), batch);
    }

    @Override
    public INDArray logits(Batch batch, View view) {
        return check.logits(calls.work("logits", () -> session.logits(batch, view)), batch, view, shape);
    }

    @Override
    public Decoder decoder(int rows, int positions) {
        return new Reader(calls.work("decoder", () -> session.decoder(rows, positions)), calls, rows, shape.vocabulary());
    }

    @Override
    public Gradients gradients(Batch batch, View view) {
        return check.gradients(calls.work("gradients", () -> session.gradients(batch, view)), shape);
    }

    @Override
    public Gradients gradients(ModelState parameters, Batch batch, View view) {
        return check.gradients(lending(calls, "gradients", parameters, () -> session.gradients(parameters, batch, view)), shape);
    }

    @Override
    public ModelState state() {
        return check.state(calls.work("state", session::state), shape);
    }

    @Override
    public ModelShape shape() {
        return check.shape(calls.work("shape", session::shape), shape);
    }

    @Override
    public void load(ModelState state) {
        lending(calls, "load", state, () -> {
            session.load(state);
            return state;
        });
        shape = state.shape();
    }

    @Override
    public GrownArrays arrays(ModelShape grown) {
        return new Offered(calls.work("arrays", () -> session.arrays(grown)), calls);
    }

    @Override
    public void adopt(ModelState state) {
        lending(calls, "adopt", state, () -> {
            session.adopt(state);
            return state;
        });
        shape = state.shape();
    }

    @Override
    public void gates(Gates gates) {
        calls.tell("gates", () -> session.gates(gates));
    }

    /** Closes the session; a failure to close fails nothing that has been computed. */
    @Override
    public void close() {
        calls.letGo("close", session::close);
    }

    private record Offered(GrownArrays arrays, PluginCalls calls) implements GrownArrays {
        @Override
        public INDArray parameter(String name, DataType type, long... shape) {
            return checked("parameter", name, type, shape, () -> arrays.parameter(name, type, shape));
        }

        @Override
        public INDArray average(String average, String name, DataType type, long... shape) {
            return checked("average", name, type, shape, () -> arrays.average(average, name, type, shape));
        }

        @Override
        public INDArray slot(String name, Slot slot, DataType type, long... shape) {
            return checked("slot", name, type, shape, () -> arrays.slot(name, slot, type, shape));
        }

        private INDArray checked(String call, String name, DataType type, long[] shape, Supplier<INDArray> action) {
            return new EngineCheck(calls).array(call, "an array for " + name, calls.work(call, action), type, shape);
        }

        @Override
        public void close() {
            calls.letGo("close", arrays::close);
        }
    }

    private record Reader(Decoder decoder, PluginCalls calls, int asked, int vocabulary) implements Decoder {
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
            return new EngineCheck(calls).array("read", "logits", calls.work("read", () -> decoder.read(tokens)), asked, vocabulary);
        }

        @Override
        public void reset(int row) {
            calls.tell("reset", () -> decoder.reset(row));
        }

        @Override
        public void close() {
            calls.letGo("close", decoder::close);
        }
    }
}
