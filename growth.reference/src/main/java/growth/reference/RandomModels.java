package growth.reference;

import growth.api.data.Batch;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Models and batches for tests: every entry random and far from 0 or 1, so that a misplaced one shows. */
public final class RandomModels {
    private RandomModels() {
    }

    /** Returns a float64 model with gains around 1 and everything else of standard deviation 0.3. */
    public static ModelState model(ModelShape shape, long seed) {
        Random random = new Random(seed);
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        for (ParameterSpec p : ParameterLayout.of(shape).parameters()) {
            boolean gain = p.kind() == ParameterSpec.Kind.GAIN;
            double[] values = new double[(int) p.count(shape)];
            for (int i = 0; i < values.length; i++) {
                values[i] = gain ? 1 + 0.2 * random.nextGaussian() : 0.3 * random.nextGaussian();
            }
            parameters.put(p.name(), Nd4j.createFromArray(values).reshape('c', p.shape(shape)));
        }
        return ModelState.of(shape, parameters);
    }

    /** Returns random sequences whose labels are random tokens, about one in five of them not scored, the first always scored. */
    public static Batch.Tokens batch(ModelShape shape, int rows, int sequence, long seed) {
        Random random = new Random(seed);
        int[] inputs = random.ints((long) rows * sequence, 0, shape.vocabulary()).toArray();
        int[] labels = random.ints((long) rows * sequence, 0, shape.vocabulary()).toArray();
        for (int i = 1; i < labels.length; i++) {
            if (random.nextInt(5) == 0) {
                labels[i] = Batch.IGNORED;
            }
        }
        return new Batch.Tokens(rows, sequence, inputs, labels);
    }

    /**
     * Makes sequences whose labels are random tokens, about one in three of them scored, as for a masked-language model: a different number
     * in each row, and always the very first.
     */
    public static Batch.Tokens masked(ModelShape shape, int rows, int sequence, long seed) {
        Random random = new Random(seed);
        int[] inputs = random.ints((long) rows * sequence, 0, shape.vocabulary()).toArray();
        int[] labels = random.ints((long) rows * sequence, 0, shape.vocabulary()).toArray();
        for (int i = 1; i < labels.length; i++) {
            if (random.nextInt(3) != 0) {
                labels[i] = Batch.IGNORED;
            }
        }
        return new Batch.Tokens(rows, sequence, inputs, labels);
    }

    /**
     * Returns that batch with padding in every row but the first: at the beginning of the second, at the end of the third, and so on in
     * turns, with a hole in the middle of every row from the fourth on; about a third of each is padding.
     */
    public static Batch.Tokens padded(Batch.Tokens batch) {
        int length = batch.sequence();
        boolean[] attended = new boolean[batch.inputs().length];
        for (int i = 0; i < attended.length; i++) {
            int row = i / length;
            int position = i % length;
            boolean padding = row % 2 == 1 ? position < length / 3 : position >= length - length / 3;
            attended[i] = row == 0 || !padding && (row < 3 || position != length / 2);
        }
        return new Batch.Tokens(batch.rows(), length, batch.inputs(), batch.labels(), attended, batch.tokenTypes());
    }

    /** Returns that batch with random token types. */
    public static Batch.Tokens typed(Batch.Tokens batch, int types, long seed) {
        int[] random = new Random(seed).ints(batch.inputs().length, 0, types).toArray();
        return new Batch.Tokens(batch.rows(), batch.sequence(), batch.inputs(), batch.labels(), batch.attentionMask(), random);
    }

    /** Returns random images of {@code size × size} normally distributed pixels, all labelled. */
    public static Batch.Images images(ModelShape shape, int rows, int size, long seed) {
        Random random = new Random(seed);
        ImageShape image = shape.image().orElseThrow();
        float[] pixels = new float[rows * image.channels() * size * size];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        return new Batch.Images(rows, image.channels(), size, pixels, random.ints(rows, 0, image.labels()).toArray());
    }

    /** Returns a batch of full length or size as the family is trained on: {@link #batch}, {@link #masked} or {@link #images}. */
    public static Batch any(ModelShape shape, int rows, long seed) {
        return switch (shape.family()) {
            case LLAMA, GPT2 -> batch(shape, rows, shape.context(), seed);
            case BERT -> masked(shape, rows, shape.context(), seed);
            case VIT -> images(shape, rows, shape.image().orElseThrow().size(), seed);
        };
    }
}
