package growth.shell.bench;

import growth.api.data.Batch;
import growth.api.data.Dataset;
import growth.api.model.Family;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.random.SplitMix;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Makes random batches with the size and the share of scored labels of real ones. */
final class RandomBatches {
    private RandomBatches() {
    }

    /**
     * Returns the same batch for the same seed: causal models predict the next token, masked ones 15 % of the tokens, classifiers a label.
     *
     * @param rows sequences or images
     */
    static Batch of(ModelShape shape, int rows, long seed) {
        SplittableRandom random = SplitMix.generator(seed, "bench batch");
        if (shape.image().isPresent()) {
            return images(shape.image().get(), rows, random);
        }
        return shape.family() == Family.BERT ? masked(shape, rows, random) : next(shape, rows, random);
    }

    private static Batch next(ModelShape shape, int rows, SplittableRandom random) {
        int sequence = shape.context();
        int[] inputs = new int[rows * sequence];
        int[] labels = new int[rows * sequence];
        for (int row = 0; row < rows; row++) {
            int[] tokens = random.ints(sequence + 1L, 0, shape.vocabulary()).toArray();
            System.arraycopy(tokens, 0, inputs, row * sequence, sequence);
            System.arraycopy(tokens, 1, labels, row * sequence, sequence);
        }
        return new Batch.Tokens(rows, sequence, inputs, labels);
    }

    private static Batch masked(ModelShape shape, int rows, SplittableRandom random) {
        int[] inputs = random.ints((long) rows * shape.context(), 0, shape.vocabulary()).toArray();
        int[] labels = new int[inputs.length];
        Arrays.fill(labels, Batch.IGNORED);
        long scored = Math.max(1, Math.round(Dataset.MASKED_SHARE * labels.length));
        random.ints(0, labels.length).distinct().limit(scored).forEach(i -> labels[i] = inputs[i]);
        return new Batch.Tokens(rows, shape.context(), inputs, labels);
    }

    private static Batch images(ImageShape image, int rows, SplittableRandom random) {
        float[] pixels = new float[rows * image.channels() * image.size() * image.size()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) (2 * random.nextDouble() - 1);
        }
        return new Batch.Images(rows, image.channels(), image.size(), pixels, random.ints(rows, 0, image.labels()).toArray());
    }
}
