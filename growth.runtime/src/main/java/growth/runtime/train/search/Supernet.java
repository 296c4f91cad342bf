package growth.runtime.train.search;

import growth.api.algebra.LayerMap;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which blocks of a model its shallower sub-networks run: they leave out the first of the newly doubled layers and keep the last ones
 * (growth-methods section 5).
 */
public final class Supernet {
    private Supernet() {
    }

    /**
     * Returns the blocks that it runs, ascending; empty if there are not enough copies to leave out.
     *
     * @param grown where the model's layers come from
     * @param depth layers of the sub-network
     */
    public static List<Integer> layers(LayerMap grown, int depth) {
        int leftOut = grown.to() - depth;
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < grown.to(); i++) {
            if (leftOut > 0 && grown.repeated(i)) {
                leftOut--;
            } else {
                kept.add(i);
            }
        }
        return leftOut == 0 ? kept : List.of();
    }

    /**
     * A map for a model that has not grown: as if its last layers had been doubled next to each other.
     *
     * @param smallest layers of the shallowest sub-network
     * @param layers   layers of the model, at most twice as many
     */
    public static LayerMap asIfGrown(int smallest, int layers) {
        int once = 2 * smallest - layers;
        return LayerMap.of(smallest, IntStream.range(0, layers).map(i -> i < once ? i : once + (i - once) / 2).toArray());
    }
}
