package growth.engine.torch.model;

import growth.api.model.ModelShape;
import growth.api.model.ParameterSpec;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.batch.DeviceBatch;

/**
 * One pass of a batch through the model.
 *
 * @param aten        the operators
 * @param parameters  the parameters, and where their gradients are added
 * @param conditions  what runs, and how
 * @param batch       the batch on the device
 * @param mask        what attention sees
 * @param noise       what is dropped at random; null without any
 * @param labelWeight weight of a scored label in the loss: 1 / number of scored labels of the step
 * @param learns      whether a backward pass follows
 */
public record Pass(Aten aten, Parameters parameters, Conditions conditions, DeviceBatch batch, AttentionMask mask, Noise noise,
        float labelWeight, boolean learns) {
    /** Begins a pass: makes its mask and its noise in the innermost arena. */
    public static Pass of(Aten aten, Parameters parameters, Conditions conditions, DeviceBatch batch, float labelWeight, boolean learns) {
        ModelShape shape = parameters.layout().shape();
        Noise noise = Noise.of(aten, conditions.dropout(), batch, shape);
        boolean written = noise != null && noise.dropsAttention();
        AttentionMask mask = AttentionMask.of(aten, batch, shape.family().causal(), written);
        return new Pass(aten, parameters, conditions, batch, mask, noise, labelWeight, learns);
    }

    /** Returns whether the backward pass of a block, or with {@link ParameterSpec#NO_LAYER} of the embedding, will run. */
    public boolean records(int layer) {
        if (!learns) {
            return false;
        }
        return layer == ParameterSpec.NO_LAYER ? conditions.trainable().embedding() : conditions.place(layer) >= conditions.reached();
    }

    /** Returns whether the gradient of the input of a block's first segment is needed. */
    public boolean reachesBefore(int layer) {
        return learns && (conditions.trainable().embedding() || conditions.place(layer) > conditions.reached());
    }

    /** Returns whether sequences are pooled in a block: in the first one that runs, if at all. */
    boolean pools(int layer) {
        return conditions.pooling().isPresent() && conditions.place(layer) == 0;
    }

    /** Returns whether matrices are multiplied in bfloat16. */
    boolean halves() {
        return conditions.precision() == Dtype.BF16;
    }

    /** Returns a tensor of single precision or the pass' precision in the latter. */
    Tensor inPrecision(Tensor x) {
        return halves() ? aten.to(x, Dtype.BF16) : x;
    }
}
