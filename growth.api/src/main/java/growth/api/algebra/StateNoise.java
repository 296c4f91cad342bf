package growth.api.algebra;

import growth.api.model.ModelState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import growth.api.random.SplitMix;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Mixes noise into a model, W ← (1 − α) W + α ε (Du et al. 2024, appendix on noise; growth-methods 2.6). Pure. */
public final class StateNoise {
    private StateNoise() {
    }

    /**
     * @param state the model; left as it is
     * @param where the parameters that get noise
     * @param share α, 0 to 1
     * @param noise distribution of ε: the fill of {@link FillRule.Block#NEW_READS_NEW} for matrices, {@link FillRule.Block#NEW_READS_OLD}
     *              for vectors
     * @param seed  seed of the noise; each tensor's depends on it and on the tensor's name alone
     * @return the model with noise; averages get the same noise as the parameters they average; shares every other array with {@code state}
     */
    public static ModelState blend(ModelState state, Predicate<ParameterSpec> where, double share, FillRule noise, long seed) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share of noise is between 0 and 1, not " + share);
        }
        long noiseSeed = SplitMix.seed(seed, "state noise");
        Map<String, INDArray> parameters = new LinkedHashMap<>(state.parameters());
        Map<String, Map<String, INDArray>> averages = new LinkedHashMap<>();
        state.averages().forEach((name, values) -> averages.put(name, new LinkedHashMap<>(values)));
        ParameterLayout.of(state.shape()).parameters().stream().filter(where).forEach(spec -> {
            TensorSides sides = TensorSides.fresh(spec, state.shape());
            BlockFiller filler = new BlockFiller(spec, sides, noise, noiseSeed);
            parameters.computeIfPresent(spec.name(), (name, values) -> blend(values, sides, filler, share));
            averages.values().forEach(a -> a.computeIfPresent(spec.name(), (name, values) -> blend(values, sides, filler, share)));
        });
        return new ModelState(state.shape(), parameters, state.optimizer(), averages, state.gates());
    }

    private static INDArray blend(INDArray values, TensorSides sides, BlockFiller filler, double share) {
        int columns = sides.columns().size();
        INDArray blended = Rows.create(values.dataType(), values.shape());
        Rows in = Rows.of(values, columns);
        Rows out = Rows.of(blended, columns);
        double[] row = new double[columns];
        for (int r = 0; r < sides.rows().size(); r++) {
            in.read(r, row);
            Gather.RowFiller noise = filler.row(r);
            for (int c = 0; c < columns; c++) {
                row[c] = (1 - share) * row[c] + share * noise.at(c);
            }
            out.write(r, row);
        }
        return blended;
    }
}
