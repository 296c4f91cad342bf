package growth.shell.bench;

import growth.api.data.Batch;
import growth.api.model.Family;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The models to measure: always the same, so that figures of different days and machines can be compared. */
public enum BenchSize {
    /** Untied llama, 4 layers of 128, batches of 16 × 128 tokens. */
    S("S", text(Family.LLAMA, 4, 128, 4, 512, 2048, 128), 16),
    /** Untied llama, 6 layers of 256, batches of 16 × 128 tokens. */
    M("M", text(Family.LLAMA, 6, 256, 8, 1024, 4096, 128), 16),
    /** Untied llama, 12 layers of 512, batches of 8 × 256 tokens. */
    L("L", text(Family.LLAMA, 12, 512, 8, 2048, 8192, 256), 8),
    /** L with sequences of 1,024, as many tokens. */
    L_1024("L-1024", text(Family.LLAMA, 12, 512, 8, 2048, 8192, 1024), 2),
    /** L with sequences of 2,048, as many tokens. */
    L_2048("L-2048", text(Family.LLAMA, 12, 512, 8, 2048, 8192, 2048), 1),
    /** GPT-2 of the sizes of S. */
    GPT2_S("gpt2-S", text(Family.GPT2, 4, 128, 4, 512, 2048, 128), 16),
    /** GPT-2 of the sizes of M. */
    GPT2_M("gpt2-M", text(Family.GPT2, 6, 256, 8, 1024, 4096, 128), 16),
    /** GPT-2 of the sizes of L. */
    GPT2_L("gpt2-L", text(Family.GPT2, 12, 512, 8, 2048, 8192, 256), 8),
    /** BERT-base, batches of 4 × 128 tokens, 15 % of them masked. */
    BERT("bert", text(Family.BERT, 12, 768, 12, 3072, 30522, 128), 4),
    /** ViT-S/16, batches of 8 images of 224 × 224 pixels. */
    VIT("vit", ModelShape.builder(Family.VIT).layers(12).hidden(384).heads(6).intermediate(1536).image(new ImageShape(224, 16, 3, 1000))
            .build(), 8),
    /** Llama of 124 million parameters for GPUs, tied, sequences of 1,024; as many as fit. */
    LLAMA_124M("124M", llama(12, 768, 12, 2048, 1024), 0),
    /** Llama of 360 million parameters. */
    LLAMA_350M("350M", llama(24, 1024, 16, 2816, 1024), 0),
    /** Llama of 1.03 billion parameters, sequences of 2,048. */
    LLAMA_1B("1B", llama(18, 2048, 16, 5632, 2048), 0),
    /** GPT-2 as published, but for its rounded vocabulary; sequences of 1,024, as many as fit. */
    GPT2_124M("gpt2-124M", text(Family.GPT2, 12, 768, 12, 3072, Words.ROUNDED, 1024), 0),
    /** GPT-2 medium. */
    GPT2_350M("gpt2-350M", text(Family.GPT2, 24, 1024, 16, 4096, Words.ROUNDED, 1024), 0),
    /** GPT-2 of 1.0 billion parameters. */
    GPT2_1B("gpt2-1B", text(Family.GPT2, 24, 1792, 14, 7168, Words.ROUNDED, 1024), 0);

    private final String label;
    private final ModelShape shape;
    private final int rows;

    BenchSize(String label, ModelShape shape, int rows) {
        this.label = label;
        this.shape = shape;
        this.rows = rows;
    }

    private static ModelShape text(Family family, int layers, int hidden, int heads, int intermediate, int vocabulary, int context) {
        return ModelShape.builder(family).layers(layers).hidden(hidden).heads(heads).intermediate(intermediate).vocabulary(vocabulary)
                .context(context).build();
    }

    private static ModelShape llama(int layers, int hidden, int heads, int intermediate, int context) {
        return text(Family.LLAMA, layers, hidden, heads, intermediate, Words.ROUNDED, context).toBuilder().tied(true).build();
    }

    /** Constants of an enumeration cannot use its own. */
    private static final class Words {
        /** GPT-2's 50,257 up to the next multiple of 64, for which matrix products are faster. */
        static final int ROUNDED = 50304;
    }

    /** Returns the size of that label, in capitals or not. */
    public static Optional<BenchSize> of(String label) {
        return Arrays.stream(values()).filter(size -> size.label.equalsIgnoreCase(label)).findFirst();
    }

    /**
     * Returns the sizes of a family for a kind of device, small ones first, without those with long sequences; a family without sizes for
     * GPUs has the same there.
     *
     * @param host whether the machine's own processor computes
     */
    public static List<BenchSize> of(Family family, boolean host) {
        List<BenchSize> all = Arrays.stream(values()).filter(size -> size.shape.family() == family && !size.isLong()).toList();
        List<BenchSize> some = all.stream().filter(size -> size.fills() != host).toList();
        return some.isEmpty() ? all : some;
    }

    private boolean isLong() {
        return this == L_1024 || this == L_2048;
    }

    /** Returns every label. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(BenchSize::label).toList();
    }

    /** Returns what users call it, e.g. {@code gpt2-M}. */
    public String label() {
        return label;
    }

    /** Returns the model's shape. */
    public ModelShape shape() {
        return shape;
    }

    /** Returns the sequences or images of one step; 0 if as many as the device's memory holds. */
    public int rows() {
        return rows;
    }

    /** Returns whether a step takes as many sequences as fit into the device's memory. */
    public boolean fills() {
        return rows == 0;
    }

    /** Returns a random batch for the model. */
    public Batch batch(int rows, long seed) {
        return RandomBatches.of(shape, rows, seed);
    }
}
