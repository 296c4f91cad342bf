package growth.api.algebra;

import growth.api.GrowthException;
import growth.api.model.Axis;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ParameterSpec;
import java.util.Arrays;
import java.util.List;

/** Grows gates: a copy has the gate of its source, and new gates are open unless the operator closes them. */
final class GateGrowth {
    private GateGrowth() {
    }

    /**
     * Returns the grown model's gates.
     *
     * @param sites where everything new starts behind a closed gate: indices without a source, or the whole layer
     */
    static Gates closed(GrowthMap map, Gates old, List<GateSite> sites) {
        Gates gates = apply(map, old);
        for (GateSite site : sites) {
            float[] open = new float[site.size(map.to())];
            Arrays.fill(open, 1);
            float[] values = gates.at(site).orElse(open);
            for (int i = 0; i < values.length; i++) {
                boolean fresh = site.axis() == Axis.LAYERS
                        || map.axes().get(site.axis()) instanceof IndexMap index && index.isNew(i);
                values[i] = fresh ? 0 : values[i];
            }
            gates = gates.with(site, values);
        }
        return gates;
    }

    private static Gates apply(GrowthMap map, Gates old) {
        Gates grown = Gates.none();
        for (GateSite site : old.sites()) {
            float[] values = old.at(site).orElseThrow();
            if (site.layer() == ParameterSpec.NO_LAYER) {
                grown = grown.with(site, along(map, site.axis(), values));
                continue;
            }
            for (int layer = 0; layer < map.layers().to(); layer++) {
                if (map.layers().layers().get(layer).layer() == site.layer()) {
                    grown = grown.with(new GateSite(site.axis(), layer), along(map, site.axis(), values));
                }
            }
        }
        return grown;
    }

    private static float[] along(GrowthMap map, Axis axis, float[] values) {
        AxisMap given = axis == Axis.LAYERS ? null : map.axes().get(axis);
        if (given instanceof DenseMap) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION,
                    "gates of " + axis + " cannot follow a learned map; let their ramp end before growing");
        }
        if (!(given instanceof IndexMap index)) {
            return values;
        }
        int[] source = index.source();
        float[] grown = new float[source.length];
        Arrays.fill(grown, 1);
        for (int i = 0; i < source.length; i++) {
            if (source[i] != IndexMap.NEW) {
                grown[i] = values[source[i]];
            }
        }
        return grown;
    }
}
