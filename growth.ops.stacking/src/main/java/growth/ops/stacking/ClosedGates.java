package growth.ops.stacking;

import growth.api.algebra.GrowthMap;
import growth.api.algebra.IndexMap;
import growth.api.algebra.LayerMap;
import growth.api.model.Axis;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gates that hide everything a growth filled in: fresh layers as wholes, new coordinates, neurons and heads. New key/value heads hide the
 * query heads that read them; where a new query head reads an old key/value head, or every query head has its own, its own gate hides it.
 *
 * @param gates the gates, closed (0) at what is new
 * @param sites where they were closed
 */
record ClosedGates(Gates gates, List<GateSite> sites) {
    ClosedGates {
        sites = List.copyOf(sites);
    }

    /**
     * @param map   the growth
     * @param grown the grown model's gates; those that stand at old indices stay as they are
     */
    static ClosedGates of(GrowthMap map, Gates grown) {
        ClosedGates closed = new ClosedGates(grown, List.of()).at(map.to(), new GateSite(Axis.HIDDEN, ParameterSpec.NO_LAYER),
                fresh(map, Axis.HIDDEN));
        List<LayerMap.Source> layers = map.layers().layers();
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i).fresh()) {
                closed = closed.at(map.to(), new GateSite(Axis.LAYERS, i), new boolean[] {true});
            } else {
                closed = closed.at(map.to(), new GateSite(Axis.INTERMEDIATE, i), fresh(map, Axis.INTERMEDIATE))
                        .at(map.to(), new GateSite(Axis.HEADS, i), queryHeads(map))
                        .at(map.to(), new GateSite(Axis.KV_HEADS, i), keyValueHeads(map));
            }
        }
        return closed;
    }

    private ClosedGates at(ModelShape shape, GateSite site, boolean[] fresh) {
        float[] values = gates.at(site).orElseGet(() -> open(site.size(shape)));
        boolean any = false;
        for (int i = 0; i < fresh.length; i++) {
            values[i] = fresh[i] ? 0 : values[i];
            any |= fresh[i];
        }
        if (!any) {
            return this;
        }
        List<GateSite> more = new ArrayList<>(sites);
        more.add(site);
        return new ClosedGates(gates.with(site, values), more);
    }

    private static boolean[] queryHeads(GrowthMap map) {
        boolean[] heads = fresh(map, Axis.HEADS);
        boolean[] groups = keyValueHeads(map);
        for (int j = 0; j < heads.length; j++) {
            heads[j] &= groups.length == 0 || !groups[j * groups.length / heads.length];
        }
        return heads;
    }

    /** Only models with grouped queries have gates of key/value heads. */
    private static boolean[] keyValueHeads(GrowthMap map) {
        return map.to().kvHeads() < map.to().heads() ? fresh(map, Axis.KV_HEADS) : new boolean[0];
    }

    /** @return for each index whether it was filled in; nothing if the axis did not grow */
    private static boolean[] fresh(GrowthMap map, Axis axis) {
        if (!(map.axes().get(axis) instanceof IndexMap index)) {
            return new boolean[0];
        }
        int[] source = index.source();
        boolean[] fresh = new boolean[source.length];
        for (int i = 0; i < source.length; i++) {
            fresh[i] = source[i] == IndexMap.NEW;
        }
        return fresh;
    }

    private static float[] open(int size) {
        float[] values = new float[size];
        Arrays.fill(values, 1);
        return values;
    }
}
