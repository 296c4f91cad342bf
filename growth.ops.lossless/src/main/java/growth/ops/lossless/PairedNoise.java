package growth.ops.lossless;

import growth.api.algebra.GrowthMap;
import growth.api.model.Dimension;
import growth.api.model.ModelState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Noise that the model's function does not see (Samragh et al. 2024, noisy-symmetric cloning): on the columns that read the n copies of an
 * input it sums to 0, +N and −N for two copies, so that it cancels while the copies are equal; each row has its own.
 *
 * @param decibels signal-to-noise ratio, 20·log10(rms of the weights / standard deviation of the noise)
 * @param seed     seed; each tensor's noise depends on it and on the tensor's name alone
 */
record PairedNoise(double decibels, long seed) {

    /** Adds noise to every weight that reads copies, the same to averages of it. */
    void add(ModelState grown, GrowthMap map) {
        for (ParameterSpec spec : ParameterLayout.of(map.to()).parameters()) {
            if (spec.kind() == ParameterSpec.Kind.WEIGHT) {
                Lines.growing(spec, map, Dimension.Flow.IN).ifPresent(columns -> {
                    double[] noise = noise(spec.name(), Entries.of(grown.parameters().get(spec.name())), columns);
                    Entries.each(grown, spec, values -> add(values, noise));
                });
            }
        }
    }

    private double[] noise(String name, double[] weights, Lines columns) {
        double rms = Math.sqrt(Arrays.stream(weights).map(w -> w * w).average().orElseThrow());
        double deviation = rms * Math.pow(10, -decibels / 20);
        int[] source = columns.map().source();
        int[] copies = columns.map().copies();
        SplittableRandom random = new SplittableRandom(new SplittableRandom(seed ^ (long) name.hashCode() << 17).nextLong());
        double[] noise = new double[weights.length];
        for (int first = 0; first < noise.length; first++) {
            if (columns.at(first) == 0) {
                line(noise, first, columns, source, copies, deviation, random);
            }
        }
        return noise;
    }

    /** Subtracting the mean over n copies takes 1/n of the variance, which a factor gives back. */
    private static void line(double[] noise, int first, Lines columns, int[] source, int[] copies, double deviation,
            SplittableRandom random) {
        double[] mean = new double[copies.length];
        for (int i = 0; i < source.length; i++) {
            double value = deviation * random.nextGaussian();
            noise[columns.entry(first, i)] = value;
            mean[source[i]] += value / copies[source[i]];
        }
        for (int i = 0; i < source.length; i++) {
            int n = copies[source[i]];
            int entry = columns.entry(first, i);
            noise[entry] = n == 1 ? 0 : (noise[entry] - mean[source[i]]) * Math.sqrt(n / (n - 1.0));
        }
    }

    private static void add(INDArray values, double[] noise) {
        Entries.change(values, entries -> {
            Arrays.setAll(entries, i -> entries[i] + noise[i]);
            return entries;
        });
    }
}
