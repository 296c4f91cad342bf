package growth.api.algebra;

import growth.api.model.Dimension;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec;

/**
 * Average expansion (Wang et al. 2024): new coordinates of the residual stream hold the mean of the old ones. LayerNorm's mean is then
 * unchanged, its variance becomes kd/D of the old one, and the new coordinates leave the norm as 0. Since the stream is a sum, it is enough
 * that everything that writes it (embeddings, W_O, W_down and their biases) writes the mean of its old rows into the new ones. The new rows
 * have no optimizer state.
 */
public record MeanCoordinates() implements TensorStep {
    @Override
    public GrownTensor apply(GrownTensor grown, StateGrowth growth, ParameterSpec spec) {
        ParameterRole role = spec.role();
        if (!role.writesResidual() && !role.embeds()) {
            return grown;
        }
        return Lines.growing(spec, growth.plan().map(), Dimension.Flow.OUT).map(rows -> grown.changed(values -> means(values, rows)))
                .orElse(grown);
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
