package growth.engine.cpu.model;

import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.api.model.View;
import java.util.Arrays;
import java.util.Optional;

/**
 * Under which a pass runs.
 *
 * @param layers    the blocks that run, ascending
 * @param pooling   how the embedded sequence is pooled
 * @param gates     the model's gates
 * @param noise     what is left out at random
 * @param smoothing share of a label's probability that is spread over all
 * @param trainable the parts whose gradients are wanted
 * @param reached   the first of the blocks that run whose gradient is needed for that; their number if none is
 */
public record Conditions(int[] layers, Optional<View.Pooling> pooling, GateRows gates, Noise noise, float smoothing, Trainable trainable,
        int reached) {
    /** @return the conditions of a view without anything random, under which all gradients are wanted */
    public static Conditions of(View view, ModelShape shape, GateRows gates) {
        return new Conditions(view.layers(shape).stream().mapToInt(Integer::intValue).toArray(), view.pooling(), gates, Noise.NONE, 0,
                Trainable.ALL, 0);
    }

    /** @return these conditions in training */
    public Conditions with(Noise other, double smoothed, Trainable learning) {
        return new Conditions(layers, pooling, gates, other, (float) smoothed, learning,
                learning.firstReached(Arrays.stream(layers).boxed().toList()));
    }

    /** @return how many blocks run before that one */
    int place(int layer) {
        return Arrays.binarySearch(layers, layer);
    }

    /** @return whether that block runs */
    boolean runs(int layer) {
        return place(layer) >= 0;
    }
}
