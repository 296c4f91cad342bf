package growth.api.algebra;

import growth.api.model.Axis;
import growth.api.model.Dimension;
import growth.api.model.ModelState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import growth.api.random.SplitMix;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Noise in the weights that read copies. It sums to 0 over the copies of one index, which all hold the same value, so that the function
 * stays the same while the copies' gradients part (Samragh et al. 2024, HyperCloning, paired noise; here for any number of copies).
 *
 * @param map   the growth by copying
 * @param share standard deviation of the noise as a share of the tensor's root mean square
 * @param seed  seed of the noise; each tensor's depends on it and on the tensor's name alone
 */
public record PairedNoise(GrowthMap map, double share, long seed) {

    /** Adds the noise to a model this map has grown; averages get the same noise as the parameters they average. */
    public void addTo(ModelState grown) {
        for (ParameterSpec spec : ParameterLayout.of(grown.shape()).parameters()) {
            for (int d = 0; spec.kind() == ParameterSpec.Kind.WEIGHT && d < spec.dimensions().size(); d++) {
                if (spec.dimensions().get(d).flow() == Dimension.Flow.IN && !copies(spec.dimensions().get(d)).isIdentity()) {
                    INDArray values = grown.parameters().get(spec.name());
                    INDArray noise = noise(spec, d, values);
                    values.addi(noise);
                    grown.averages().values().forEach(average -> average.get(spec.name()).addi(noise));
                }
            }
        }
    }

    private IndexMap copies(Dimension dimension) {
        return dimension.axes().stream().map(this::copies).reduce(IndexMap::nested).orElseThrow();
    }

    private IndexMap copies(Axis axis) {
        return map.axes().get(axis) instanceof IndexMap index ? index : IndexMap.identity(map.to().size(axis));
    }

    /** @param position the dimension that is read */
    private INDArray noise(ParameterSpec spec, int position, INDArray values) {
        List<Dimension> dimensions = spec.dimensions();
        IndexMap read = copies(dimensions.get(position));
        int after = dimensions.subList(position + 1, dimensions.size()).stream().mapToInt(d -> d.size(map.to())).reduce(1, (a, b) -> a * b);
        double std = share * values.norm2Number().doubleValue() / Math.sqrt(values.length());
        SplittableRandom random = SplitMix.generator(seed, "paired noise of " + spec.name());
        double[] noise = new double[Math.toIntExact(values.length())];
        int[] source = read.source();
        int[] copies = read.copies();
        int block = read.to() * after;
        for (int start = 0; start < noise.length; start += block) {
            for (int k = 0; k < after; k++) {
                fill(noise, start + k, after, source, copies, std, random);
            }
        }
        return Nd4j.createFromArray(noise).reshape('c', values.shape()).castTo(values.dataType());
    }

    /** Fills the entries {@code start + i·step} of the copies i with noise of that deviation which sums to 0 over each index's copies. */
    private static void fill(double[] noise, int start, int step, int[] source, int[] copies, double std, SplittableRandom random) {
        double[] sum = new double[copies.length];
        for (int i = 0; i < source.length; i++) {
            if (copies[source[i]] > 1) {
                double n = copies[source[i]];
                noise[start + i * step] = std * Math.sqrt(n / (n - 1)) * random.nextGaussian();
                sum[source[i]] += noise[start + i * step];
            }
        }
        for (int i = 0; i < source.length; i++) {
            noise[start + i * step] -= sum[source[i]] / copies[source[i]];
        }
    }
}
