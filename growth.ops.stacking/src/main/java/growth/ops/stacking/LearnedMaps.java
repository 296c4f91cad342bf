package growth.ops.stacking;

import growth.api.algebra.LayerMap;
import growth.api.model.Axis;
import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec;
import growth.api.random.SplitMix;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The maps of a learned growth, by name (Wang et al. 2023, section 3.3): one B for the residual stream, shared by everything that writes or
 * reads it; one for the neurons; one each for the heads of queries, keys and values, which mix whole heads, so that rotary positions keep
 * their meaning; and one depth mix D for each type of tensor. W_O reads heads through the map of the values, or through one of its own
 * where queries are grouped.
 */
final class LearnedMaps {
    private LearnedMaps() {
    }

    /** Returns the names of the maps along an axis of a tensor; three where query, key and value are fused in one tensor. */
    static List<String> names(ParameterRole role, Axis axis, ModelShape from, ModelShape to) {
        if (axis != Axis.HEADS && axis != Axis.KV_HEADS) {
            return List.of(axis.name().toLowerCase(Locale.ROOT));
        }
        boolean grouped = from.kvHeads() != from.heads() || to.kvHeads() != to.heads();
        return switch (role) {
            case QUERY_KEY_VALUE -> List.of("query", "key", "value");
            case ATTENTION_OUTPUT -> List.of(grouped ? "output" : "value");
            default -> List.of(role.name().toLowerCase(Locale.ROOT));
        };
    }

    /** Returns the name of the depth mix of a tensor's type. */
    static String mixing(ParameterSpec parameter) {
        return "depth of " + (parameter.role() + " " + parameter.kind()).toLowerCase(Locale.ROOT);
    }

    /**
     * @return the maps at the beginning: B = [I; N(0, 1/D)], D one-hot as in stack (Du et al. 2024, appendix A, G_learn)
     */
    static Map<String, INDArray> initial(ModelShape from, ModelShape to, DataType type, long seed) {
        Map<String, INDArray> maps = new LinkedHashMap<>();
        for (LearnedType tensors : LearnedGrowth.types(from, to)) {
            for (AxisProduct product : tensors.products()) {
                int parts = product.maps().size();
                for (String name : product.maps()) {
                    maps.computeIfAbsent(name, n -> width((int) product.from() / parts, (int) product.to() / parts,
                            SplitMix.generator(seed, "learned map of " + n)).castTo(type));
                }
            }
            tensors.mixing().ifPresent(name -> maps.computeIfAbsent(name, n -> stack(from.layers(), to.layers()).castTo(type)));
        }
        return maps;
    }

    private static INDArray width(int from, int to, SplittableRandom random) {
        double std = 1 / Math.sqrt(to);
        double[][] matrix = new double[to][from];
        for (int i = 0; i < to; i++) {
            for (int j = 0; j < from; j++) {
                matrix[i][j] = i >= from ? std * random.nextGaussian() : i == j ? 1 : 0;
            }
        }
        return Nd4j.createFromArray(matrix);
    }

    private static INDArray stack(int from, int to) {
        double[][] matrix = new double[to][from];
        List<LayerMap.Source> layers = LayerMap.stack(from, to).layers();
        for (int i = 0; i < to; i++) {
            matrix[i][layers.get(i).layer()] = 1;
        }
        return Nd4j.createFromArray(matrix);
    }
}
