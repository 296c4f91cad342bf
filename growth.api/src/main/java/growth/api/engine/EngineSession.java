package growth.api.engine;

import growth.api.GrowthException;
import growth.api.algebra.GrownArrays;
import growth.api.data.Batch;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.api.operator.GrowthContext.Gradients;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ProviderType;

/** One model in an engine's memory. One thread uses it; a step allocates next to nothing. */
@ProviderType
public interface EngineSession extends AutoCloseable {
    /**
     * Makes one optimizer step on the mean loss over all scored labels of the batches (gradient accumulation if there are several). If
     * loss or gradient norm is not finite, it updates nothing. If it throws, the model is as it was, or {@link #state} throws from then
     * on: what that returns may be saved.
     */
    StepResult train(List<Batch> batches, TrainOptions options);

    /**
     * Makes this rank's part of an optimizer step that several ranks make together, as {@link #train(List, TrainOptions)} makes it alone.
     * Each rank computes the gradients of its own batches; they are summed over all ranks, then all ranks clip and update alike. So models
     * that were the same to the bit stay so. The result is that of the whole step, the same on all ranks; if the loss of any rank is not
     * finite, none updates. Nothing has been updated if a sum fails.
     *
     * @param share   this rank's batches; the ranks' shares make up the step
     * @param options the same on all ranks
     * @throws GrowthException (CONFIGURATION) if the engine cannot share a step, or what the sums throw
     */
    default StepResult train(TrainShare share, TrainOptions options) {
        throw new GrowthException(GrowthException.Kind.CONFIGURATION, "this engine cannot train data-parallel; choose another engine");
    }

    /** Returns the mean loss over the scored labels and how many there were. */
    Evaluation evaluate(Batch batch, View view);

    /**
     * Evaluates as {@link #evaluate(Batch, View)} does, with the parameters of an average.
     *
     * @param average name of an average of {@link EngineOptions#averages}
     * @throws IllegalArgumentException if the session keeps no such average
     */
    default Evaluation evaluate(String average, Batch batch, View view) {
        throw new IllegalArgumentException("this engine keeps no average " + average);
    }

    /** Returns logits, {@code [rows, sequence, vocabulary]} or, for classifiers, {@code [rows, labels]}; the caller owns them. */
    INDArray logits(Batch batch, View view);

    /**
     * Returns a decoder of the session's model, which reads texts token by token and keeps what attention has to know of earlier tokens
     * (a cache of keys and values). It belongs to the session's thread and is closed before the session. While it is used, the model must
     * stay as it is: a decoder of a model that has been replaced refuses to read.
     *
     * @param rows      number of texts, at least 1
     * @param positions most tokens that it keeps of each text, at most the model's context; memory grows with rows · positions
     * @throws GrowthException (CONFIGURATION) if the engine cannot generate text, or the model's family does not predict next tokens
     */
    default Decoder decoder(int rows, int positions) {
        throw new GrowthException(GrowthException.Kind.CONFIGURATION, "this engine cannot generate text; choose another engine");
    }

    /** Returns loss and gradients at the session's parameters, valid until the session is used again. */
    Gradients gradients(Batch batch, View view);

    /**
     * Returns loss and gradients at other parameters of the same shape, valid until the session is used again. The session's own state
     * stays as it is.
     */
    Gradients gradients(ModelState parameters, Batch batch, View view);

    /**
     * Returns a live view of the model, valid until the session is used again; {@link ModelState#copy} detaches it. An engine whose device
     * has memory of its own copies the model for it: ask for {@link #shape} where nothing else is needed.
     */
    ModelState state();

    /** Returns the model's shape. */
    default ModelShape shape() {
        return state().shape();
    }

    /** Takes over a copy of another state, which may have another shape; releases the memory of the old model at once. */
    void load(ModelState state);

    /**
     * Offers arrays for a state that is to be {@linkplain #adopt adopted}, if possible where it will be kept: what lies there is not
     * copied. They are valid until they are closed, or the session adopts or loads a state.
     *
     * @param shape the state's shape
     */
    default GrownArrays arrays(ModelShape shape) {
        return GrownArrays.OWN;
    }

    /**
     * Takes over another state as {@link #load} does, together with its arrays, which it releases as it goes: at most the old and the new
     * model are in memory. The state must not be used afterwards.
     */
    default void adopt(ModelState state) {
        load(state);
        state.close();
    }

    /**
     * Sets the gates, which stay until they are set again or another state is loaded.
     *
     * @throws GrowthException (CONFIGURATION) if the model has none at a site
     */
    void gates(Gates gates);

    @Override
    void close();

    /**
     * A mean loss.
     *
     * @param loss    mean over the scored labels, in nats; 0 without any
     * @param scored  number of scored labels
     * @param correct number of scored labels to which the model gives the highest logit
     */
    record Evaluation(double loss, long scored, long correct) {
    }
}
