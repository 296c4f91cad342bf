package growth.data.iterators;

import growth.api.data.Batch;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Some examples of a stream, in its order.
 *
 * @param stream   where they are read
 * @param examples their numbers, ascending
 * @param length   tokens of a row; 0 for images
 */
record ExamplePart(ExampleStream stream, int[] examples, int length) {
    /** Returns all examples of a stream. */
    static ExamplePart all(ExampleStream stream, int length) {
        return new ExamplePart(stream, IntStream.range(0, Math.toIntExact(stream.survey().examples())).toArray(), length);
    }

    /** Returns the number of examples. */
    int count() {
        return examples.length;
    }

    /**
     * Returns a batch.
     *
     * @param first  place of the first example in this part
     * @param rows   how many; behind the last example comes the first again
     * @param tokens of each row, at most the length; shorter examples are padded
     */
    Batch batch(long first, int rows, int tokens) {
        return length == 0 ? images(first, rows) : sequences(first, rows, tokens);
    }

    private ExampleStream.Row row(long place) {
        return stream.at(examples[(int) (place % examples.length)]);
    }

    private Batch images(long first, int rows) {
        float[] pixels = new float[0];
        int[] labels = new int[rows];
        Batch.Images images = null;
        int image = 0;
        for (int i = 0; i < rows; i++) {
            ExampleStream.Row row = row(first + i);
            images = (Batch.Images) row.chunk();
            if (i == 0) {
                image = images.pixels().length / images.rows();
                pixels = new float[Math.multiplyExact(rows, image)];
            }
            System.arraycopy(images.pixels(), row.row() * image, pixels, i * image, image);
            labels[i] = images.labels()[row.row()];
        }
        return new Batch.Images(rows, images.channels(), images.size(), pixels, labels);
    }

    private Batch sequences(long first, int rows, int tokens) {
        int[] inputs = new int[Math.multiplyExact(rows, tokens)];
        int[] labels = new int[inputs.length];
        Arrays.fill(labels, Batch.IGNORED);
        boolean[] mask = new boolean[inputs.length];
        boolean padded = false;
        for (int i = 0; i < rows; i++) {
            ExampleStream.Row row = row(first + i);
            Batch.Tokens chunk = (Batch.Tokens) row.chunk();
            int from = row.row() * chunk.sequence();
            int here = Math.min(tokens, chunk.sequence());
            System.arraycopy(chunk.inputs(), from, inputs, i * tokens, here);
            System.arraycopy(chunk.labels(), from, labels, i * tokens, here);
            if (chunk.attentionMask().length > 0) {
                System.arraycopy(chunk.attentionMask(), from, mask, i * tokens, here);
            } else {
                Arrays.fill(mask, i * tokens, i * tokens + here, true);
            }
            padded |= here < tokens || chunk.attentionMask().length > 0;
        }
        return new Batch.Tokens(rows, tokens, inputs, labels, padded ? mask : new boolean[0], new int[0]);
    }
}
