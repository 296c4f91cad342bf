package growth.ops.lossless;

import growth.api.algebra.GrowthMap;
import growth.api.algebra.IndexMap;
import growth.api.model.Dimension;
import growth.api.model.ModelState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec;

/**
 * Average expansion (Wang et al. 2024): new coordinates of the residual stream hold the mean of the old ones, so that
 * LayerNorm's mean is unchanged, its variance becomes kd/D of what it was and the new coordinates leave it as 0. Since the stream is a sum,
 * it is enough that everything that writes it (embeddings, W_O, W_down and their biases) writes the mean of its old rows into the new ones.
 */
final class MeanCoordinates {
    private MeanCoordinates() {
    }

    /**
     * @param grown a freshly grown model, whose arrays are changed: parameters and averages; what the optimizer remembers of the new rows
     *              stays empty
     * @param map   the map that made it
     */
    static void write(ModelState grown, GrowthMap map) {
        for (ParameterSpec spec : ParameterLayout.of(map.to()).parameters()) {
            ParameterRole role = spec.role();
            if (role.writesResidual() || role.embeds()) {
                Lines.growing(spec, map, Dimension.Flow.OUT)
                        .ifPresent(rows -> Entries.each(grown, spec, values -> Entries.change(values, v -> means(v, rows))));
            }
        }
    }

    private static double[] means(double[] values, Lines rows) {
        int[] source = rows.map().source();
        double[] result = values.clone();
        for (int first = 0; first < values.length; first++) {
            if (rows.at(first) == 0) {
                double mean = 0;
                for (int i = 0; i < rows.map().from(); i++) {
                    mean += values[rows.entry(first, i)] / rows.map().from();
                }
                for (int i = 0; i < source.length; i++) {
                    int entry = rows.entry(first, i);
                    result[entry] = source[i] == IndexMap.NEW ? mean : values[entry];
                }
            }
        }
        return result;
    }
}
