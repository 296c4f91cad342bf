package growth.engine.cpu.pass;

import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.engine.common.model.GateRows;
import growth.engine.common.random.Dropout;
import java.util.Arrays;
import java.util.Optional;

/**
 * How a pass runs.
 *
 * @param layers    the blocks that run, ascending
 * @param pooling   how the embedded sequence is pooled
 * @param gates     the model's gates
 * @param dropout   what is dropped at random
 * @param smoothing share of a label's probability that is spread over all
 * @param trainable the parts whose gradients are wanted
 * @param reached   place of the first block that runs whose gradient is needed for that; the number of blocks that run if none is
 */
public record Conditions(int[] layers, Optional<View.Pooling> pooling, GateRows gates, Dropout dropout, float smoothing,
        Trainable trainable, int reached) {
    /** Returns the conditions of a view without anything random, under which all gradients are wanted. */
    public static Conditions of(View view, ModelShape shape, GateRows gates) {
        return new Conditions(view.layers(shape).stream().mapToInt(Integer::intValue).toArray(), view.pooling(), gates, Dropout.NONE, 0,
                Trainable.ALL, 0);
    }

    /** Returns these conditions in training. */
    public Conditions training(Dropout other, double smoothed, Trainable learning) {
        return new Conditions(layers, pooling, gates, other, (float) smoothed, learning,
                learning.firstReached(Arrays.stream(layers).boxed().toList()));
    }

    /** Returns how many blocks run before a block, which runs too; negative if it does not. */
    public int place(int layer) {
        return Arrays.binarySearch(layers, layer);
    }
}
