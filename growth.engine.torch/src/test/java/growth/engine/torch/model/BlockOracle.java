package growth.engine.torch.model;

import growth.api.data.Batch;
import growth.api.model.Gates;
import growth.api.model.View;
import growth.reference.ReferenceModel;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/**
 * A block of the float64 reference model: its output, and derivatives of Σ gradient · output along random directions by central
 * differences.
 *
 * @param model    the model
 * @param layer    the block
 * @param gates    its gates
 * @param batch    says which positions are attended to, and which are appended to pooled sequences
 * @param pooling  whether the block pools its input
 * @param x        its input, {@code [rows, length, hidden]}
 * @param gradient gradient of its output, {@code [rows, length or that of the longest pooled sequence, hidden]}
 */
record BlockOracle(ReferenceModel model, int layer, Gates gates, Batch batch, Optional<View.Pooling> pooling, float[] x, float[] gradient) {
    /** Returns the output; 0 where it only fills up. */
    private double[] output(double[] stream) {
        int rows = batch.rows();
        int hidden = model.shape().hidden();
        double[] all = new double[gradient.length];
        for (int row = 0; row < rows; row++) {
            double[][] memory = new double[stream.length / rows / hidden][hidden];
            for (int t = 0; t < memory.length; t++) {
                System.arraycopy(stream, (row * memory.length + t) * hidden, memory[t], 0, hidden);
            }
            int which = row;
            double[][] queries = pooling.map(p -> ReferenceModel.pooled(memory, batch, which, p)).orElse(memory);
            double[][] y = model.block(layer, queries, memory, gates, attended(row, memory.length));
            for (int t = 0; t < y.length; t++) {
                System.arraycopy(y[t], 0, all, (row * (all.length / rows / hidden) + t) * hidden, hidden);
            }
        }
        return all;
    }

    private boolean[] attended(int row, int length) {
        return batch instanceof Batch.Tokens tokens && tokens.padded()
                ? Arrays.copyOfRange(tokens.attentionMask(), row * length, (row + 1) * length) : new boolean[0];
    }

    private double[] input() {
        double[] stream = new double[x.length];
        Arrays.setAll(stream, i -> x[i]);
        return stream;
    }

    /** Returns ‖computed − output‖ / ‖output‖, where the gradient is not 0. */
    double errorOf(float[] computed) {
        double[] expected = output(input());
        double error = 0;
        double size = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = gradient[i] == 0 ? 0 : computed[i] - expected[i];
            error += difference * difference;
            size += expected[i] * expected[i];
        }
        return Math.sqrt(error / size);
    }

    /** @param name a parameter; null for the input */
    double derivative(String name, long seed) {
        double[] stream = input();
        double[] values = name == null ? stream : model.parameters().get(name);
        double[] direction = direction(values.length, seed);
        double[] kept = values.clone();
        double h = 1e-5;
        Arrays.setAll(values, i -> kept[i] + h * direction[i]);
        double above = dot(gradient, output(stream));
        Arrays.setAll(values, i -> kept[i] - h * direction[i]);
        double below = dot(gradient, output(stream));
        System.arraycopy(kept, 0, values, 0, kept.length);
        return (above - below) / (2 * h);
    }

    /** Returns the direction of {@link #derivative}. */
    static double[] direction(int n, long seed) {
        return new Random(seed).doubles(n, -1, 1).toArray();
    }

    /** Returns Σ a·b. */
    static double dot(float[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
