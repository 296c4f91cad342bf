package growth.engine.conformance;

import growth.api.algebra.Fill;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.IndexMap;
import growth.api.algebra.LayerMap;
import growth.api.model.Axis;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.operator.OptimizerStatePolicy;
import growth.reference.Grown;
import java.util.Arrays;

/** Growths of small models in depth and width, with carried optimizer state and closed gates before what is new. */
public final class SmallGrowths {
    private static final int NEW_NEURONS = 3;

    private SmallGrowths() {
    }

    /** Returns the shape after a growth: a layer and some neurons more. */
    public static ModelShape larger(ModelShape small) {
        return small.toBuilder().layers(small.layers() + 1).intermediate(small.intermediate() + NEW_NEURONS).build();
    }

    /**
     * Grows a model: a new second layer, a copy of the first, and new neurons in every layer, all behind gates. Moments are carried, so
     * that entries of one tensor are of different ages.
     *
     * @param small the model; it may be an engine's live view
     */
    public static ModelState grow(ModelState small) {
        ModelShape from = small.shape();
        return Grown.state(map(from), small, OptimizerStatePolicy.CARRY, 5).withGates(ramp(from, larger(from), 0));
    }

    /** Returns the map of that growth. */
    static GrowthMap map(ModelShape from) {
        ModelShape to = larger(from);
        int[] sources = new int[to.layers()];
        Arrays.setAll(sources, i -> Math.max(0, i - 1));
        return GrowthMap.between(from, to).layers(LayerMap.of(from.layers(), sources))
                .axis(Axis.INTERMEDIATE, IndexMap.pad(from.intermediate(), to.intermediate()))
                .fill((parameter, block) -> Fill.normal(0.2)).build("grown");
    }

    /** Returns the gates of what is new, on their way from closed (0) to open (1). */
    public static Gates ramp(ModelShape from, ModelShape to, double opened) {
        if (opened >= 1) {
            return Gates.none();
        }
        Gates gates = Gates.none().with(new GateSite(Axis.LAYERS, 1), new float[] {(float) opened});
        for (int layer = 0; layer < to.layers(); layer++) {
            float[] neurons = new float[to.intermediate()];
            Arrays.fill(neurons, 1);
            Arrays.fill(neurons, from.intermediate(), neurons.length, (float) opened);
            gates = gates.with(new GateSite(Axis.INTERMEDIATE, layer), neurons);
        }
        return gates;
    }
}
