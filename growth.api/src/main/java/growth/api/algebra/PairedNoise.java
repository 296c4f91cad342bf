package growth.api.algebra;

import growth.api.model.Dimension;
import growth.api.model.ParameterSpec;
import growth.api.random.SplitMix;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Adds noise to the weights that read copies. It sums to 0 over the copies of one index, which all hold the same value, so that the
 * function stays the same while the copies' gradients part (Samragh et al. 2024, HyperCloning, paired noise; here for any number of
 * copies). Averages get the same noise as their parameter.
 *
 * @param share standard deviation of the noise as a share of the tensor's root mean square
 */
public record PairedNoise(double share) implements TensorStep {

    @Override
    public GrownTensor apply(GrownTensor grown, StateGrowth growth, ParameterSpec spec) {
        GrowthMap map = growth.plan().map();
        for (int d = 0; spec.kind() == ParameterSpec.Kind.WEIGHT && d < spec.dimensions().size(); d++) {
            IndexMap read = Lines.map(spec.dimensions().get(d), map);
            if (spec.dimensions().get(d).flow() == Dimension.Flow.IN && !read.isIdentity()) {
                try (INDArray noise = noise(spec, d, read, growth, grown.value())) {
                    grown.value().addi(noise);
                    grown.averages().values().forEach(average -> average.addi(noise));
                }
            }
        }
        return grown;
    }

    /** @param position the dimension that is read */
    private INDArray noise(ParameterSpec spec, int position, IndexMap read, StateGrowth growth, INDArray values) {
        List<Dimension> dimensions = spec.dimensions();
        int after = dimensions.subList(position + 1, dimensions.size()).stream().mapToInt(d -> d.size(growth.plan().map().to()))
                .reduce(1, (a, b) -> a * b);
        double std = share * values.norm2Number().doubleValue() / Math.sqrt(values.length());
        SplittableRandom random = SplitMix.generator(growth.seed(), "paired noise of " + spec.name());
        double[] noise = new double[Math.toIntExact(values.length())];
        int[] source = read.source();
        int[] copies = read.copies();
        int block = read.to() * after;
        for (int start = 0; start < noise.length; start += block) {
            for (int k = 0; k < after; k++) {
                fill(noise, start + k, after, source, copies, std, random);
            }
        }
        INDArray array = Rows.create(values.dataType(), values.shape());
        Rows.of(array, noise.length).write(0, noise);
        return array;
    }

    /** Fills the entries {@code start + i·step} of the copies i with noise of that deviation which sums to 0 over each index's copies. */
    private static void fill(double[] noise, int start, int step, int[] source, int[] copies, double std, SplittableRandom random) {
        double[] sum = new double[copies.length];
        for (int i = 0; i < source.length; i++) {
            if (source[i] != IndexMap.NEW && copies[source[i]] > 1) {
                double n = copies[source[i]];
                noise[start + i * step] = std * Math.sqrt(n / (n - 1)) * random.nextGaussian();
                sum[source[i]] += noise[start + i * step];
            }
        }
        for (int i = 0; i < source.length; i++) {
            if (source[i] != IndexMap.NEW) {
                noise[start + i * step] -= sum[source[i]] / copies[source[i]];
            }
        }
    }
}
