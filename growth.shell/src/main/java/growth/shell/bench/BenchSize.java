package growth.shell.bench;

import growth.api.data.Batch;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import java.util.SplittableRandom;

/** The models that are measured: llama, untied, always the same, so that figures of different days and machines can be set side by side. */
public enum BenchSize {
    /** 4 layers of 128, batches of 16 × 128 tokens. */
    S(4, 128, 4, 512, 2048, 16, 128),
    /** 6 layers of 256, batches of 16 × 128 tokens. */
    M(6, 256, 8, 1024, 4096, 16, 128),
    /** 12 layers of 512, batches of 8 × 256 tokens. */
    L(12, 512, 8, 2048, 8192, 8, 256);

    private final ModelShape shape;
    private final int rows;

    BenchSize(int layers, int hidden, int heads, int intermediate, int vocabulary, int rows, int context) {
        shape = ModelShape.builder(Family.LLAMA).layers(layers).hidden(hidden).heads(heads).intermediate(intermediate)
                .vocabulary(vocabulary)
                .context(context).tied(false).build();
        this.rows = rows;
    }

    /** @return the model's shape */
    public ModelShape shape() {
        return shape;
    }

    /** @return sequences of one step */
    public int rows() {
        return rows;
    }

    /** @return a batch of random tokens, each to be predicted from those before it */
    public Batch.Tokens batch(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
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

}
