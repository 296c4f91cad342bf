package growth.ops.msg;

import growth.api.algebra.AxisMap;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.IndexMap;
import growth.api.algebra.LayerMap;
import growth.api.model.Axis;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ParameterSpec;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The masks of a growth: 0 on everything new (Yao et al. 2024, section 3.2). New key/value heads need no mask of their own under grouped
 * queries: only new query heads read them (padded heads never join an old group with a new key/value head), and those heads' masks alone
 * give scores c²·q·k and outputs c·v, as the paper's masks on q, k and v do; a second mask would make them c³ and c².
 */
final class Masks {
    private Masks() {
    }

    /**
     * @param carried gates of an earlier growth, taken along
     * @return these gates, and 0 on what the map adds
     */
    static Gates close(GrowthMap map, Gates carried) {
        Gates gates = carried;
        for (GateSite site : sites(map).toList()) {
            float[] values = carried.at(site).orElseGet(() -> open(site.size(map.to())));
            if (site.axis() == Axis.LAYERS) {
                values[0] = 0;
            } else {
                closeNew(values, source(map.axes().get(site.axis())));
            }
            gates = gates.with(site, values);
        }
        return gates;
    }

    /**
     * @param gates what {@link #close} gave
     * @return the sites to open: all that are not open on the axes that grow; an earlier ramp there is over, its values rise with the new
     */
    static List<GateSite> opening(GrowthMap map, Gates gates) {
        Set<Axis> growing = EnumSet.noneOf(Axis.class);
        sites(map).forEach(site -> growing.add(site.axis()));
        return StreamSupport.stream(gates.sites().spliterator(), false).filter(site -> growing.contains(site.axis())).toList();
    }

    /** Sites with something new. */
    private static Stream<GateSite> sites(GrowthMap map) {
        LayerMap layers = map.layers();
        Stream<GateSite> added = IntStream.range(0, layers.to()).filter(i -> layers.layers().get(i).fresh() || layers.repeated(i))
                .mapToObj(i -> new GateSite(Axis.LAYERS, i));
        Stream<GateSite> widened = Stream.of(Axis.HIDDEN, Axis.INTERMEDIATE, Axis.HEADS).filter(axis -> fills(map.axes().get(axis)))
                .flatMap(axis -> axis == Axis.HIDDEN ? Stream.of(new GateSite(axis, ParameterSpec.NO_LAYER))
                        : IntStream.range(0, layers.to()).mapToObj(i -> new GateSite(axis, i)));
        return Stream.concat(widened, added);
    }

    private static boolean fills(AxisMap map) {
        return map != null && Arrays.stream(source(map)).anyMatch(s -> s == IndexMap.NEW);
    }

    private static int[] source(AxisMap map) {
        return ((IndexMap) map).source();
    }

    private static void closeNew(float[] values, int[] source) {
        for (int i = 0; i < values.length; i++) {
            values[i] = source[i] == IndexMap.NEW ? 0 : values[i];
        }
    }

    private static float[] open(int size) {
        float[] values = new float[size];
        Arrays.fill(values, 1);
        return values;
    }
}
