package growth.engine.torch.model;

import growth.api.engine.EngineOptions.Recompute;
import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.engine.common.random.Dropout;
import growth.engine.torch.aten.Dtype;
import java.util.Arrays;
import java.util.Optional;

/**
 * How a pass runs.
 *
 * @param layers    the blocks that run, ascending
 * @param pooling   how the embedded sequence is pooled
 * @param gates     the model's gates on the device
 * @param dropout   what is dropped at random
 * @param smoothing share of a label's probability that is spread over all
 * @param trainable the parts whose gradients are wanted
 * @param recompute what backward passes compute again
 * @param precision what matrices are multiplied in: {@link Dtype#F32} or {@link Dtype#BF16}
 */
public record Conditions(int[] layers, Optional<View.Pooling> pooling, GateTensors gates, Dropout dropout, float smoothing,
        Trainable trainable, Recompute recompute, Dtype precision) {
    /** Returns the conditions of a view without anything random, under which all gradients are wanted. */
    public static Conditions of(View view, ModelShape shape, GateTensors gates, Recompute recompute, Dtype precision) {
        return new Conditions(view.layers(shape).stream().mapToInt(Integer::intValue).toArray(), view.pooling(), gates, Dropout.NONE, 0,
                Trainable.ALL, recompute, precision);
    }

    /** Returns these conditions in training. */
    public Conditions training(Dropout other, double smoothed, Trainable learning) {
        return new Conditions(layers, pooling, gates, other, (float) smoothed, learning, recompute, precision);
    }

    /** Returns how many blocks run before a block, which runs too; negative if it does not. */
    public int place(int layer) {
        return Arrays.binarySearch(layers, layer);
    }

    /** Returns the place of the first block that runs whose gradient is needed; the number of blocks that run if none is. */
    public int reached() {
        return trainable.firstReached(Arrays.stream(layers).boxed().toList());
    }
}
