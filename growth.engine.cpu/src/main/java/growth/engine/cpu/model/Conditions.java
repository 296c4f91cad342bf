package growth.engine.cpu.model;

import growth.api.model.View;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Under which a pass runs.
 *
 * @param layers    the blocks that run, ascending
 * @param pooling   how the embedded sequence is pooled
 * @param gates     the model's gates
 * @param noise     what is left out at random
 * @param smoothing share of a label's probability that is spread over all
 */
public record Conditions(int[] layers, Optional<View.Pooling> pooling, GateRows gates, Noise noise, float smoothing) {
    /** @return the conditions of a view without anything random */
    public static Conditions of(View view, int layers, GateRows gates) {
        return new Conditions(view.layers().map(l -> l.stream().mapToInt(Integer::intValue).toArray())
                .orElseGet(() -> IntStream.range(0, layers).toArray()), view.pooling(), gates, Noise.NONE, 0);
    }

    /** @return these conditions in training */
    public Conditions with(Noise other, double smoothed) {
        return new Conditions(layers, pooling, gates, other, (float) smoothed);
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
