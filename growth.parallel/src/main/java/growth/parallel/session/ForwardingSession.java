package growth.parallel.session;

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
import growth.api.model.View;
import growth.api.operator.GrowthContext.Gradients;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A session that hands everything on to another one, for those that do something around some of its methods. */
abstract class ForwardingSession implements EngineSession {
    private final EngineSession session;

    ForwardingSession(EngineSession session) {
        this.session = session;
    }

    /** Returns the other session. */
    final EngineSession session() {
        return session;
    }

    @Override
    public StepResult train(List<Batch> batches, TrainOptions options) {
        return session.train(batches, options);
    }

    @Override
    public StepResult train(TrainShare share, TrainOptions options) {
        return session.train(share, options);
    }

    @Override
    public void load(ModelState state) {
        session.load(state);
    }

    @Override
    public void adopt(ModelState state) {
        session.adopt(state);
    }

    @Override
    public void close() {
        session.close();
    }

    @Override
    public Evaluation evaluate(Batch batch, View view) {
        return session.evaluate(batch, view);
    }

    @Override
    public Evaluation evaluate(String average, Batch batch, View view) {
        return session.evaluate(average, batch, view);
    }

    @Override
    public INDArray logits(Batch batch, View view) {
        return session.logits(batch, view);
    }

    @Override
    public Decoder decoder(int rows, int positions) {
        return session.decoder(rows, positions);
    }

    @Override
    public Gradients gradients(Batch batch, View view) {
        return session.gradients(batch, view);
    }

    @Override
    public Gradients gradients(ModelState parameters, Batch batch, View view) {
        return session.gradients(parameters, batch, view);
    }

    @Override
    public ModelState state() {
        return session.state();
    }

    @Override
    public ModelShape shape() {
        return session.shape();
    }

    @Override
    public GrownArrays arrays(ModelShape shape) {
        return session.arrays(shape);
    }

    @Override
    public void gates(Gates gates) {
        session.gates(gates);
    }
}
