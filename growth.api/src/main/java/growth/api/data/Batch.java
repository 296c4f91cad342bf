package growth.api.data;

import java.util.Objects;

/** What a model is trained or evaluated on at once. The arrays belong to the batch and are not changed. */
public sealed interface Batch {
    /** The label of a position that is not scored. */
    int IGNORED = -100;

    /** @return sequences or images */
    int rows();

    /** @return tokens (images for vision) in the batch, scored or not */
    long tokens();

    /**
     * Token sequences.
     *
     * @param rows     sequences, B
     * @param sequence tokens per sequence, T
     * @param inputs   token ids, {@code [B·T]} row-major
     * @param labels   the token to be predicted at each position (for causal models the next one), or {@link #IGNORED}, {@code [B·T]}
     */
    record Tokens(int rows, int sequence, int[] inputs, int[] labels) implements Batch {
        public Tokens {
            if (rows < 1 || sequence < 1 || inputs.length != rows * sequence || labels.length != inputs.length) {
                throw new IllegalArgumentException(rows + " rows of " + sequence + " tokens need " + (long) rows * sequence
                        + " inputs and labels");
            }
        }

        @Override
        public long tokens() {
            return (long) rows * sequence;
        }
    }

    /**
     * Images.
     *
     * @param rows     images, B
     * @param channels colour channels, C
     * @param size     height and width in pixels, S
     * @param pixels   normalised values, {@code [B, C, S, S]} row-major
     * @param labels   class of each image, {@code [B]}
     */
    record Images(int rows, int channels, int size, float[] pixels, int[] labels) implements Batch {
        public Images {
            Objects.requireNonNull(labels);
            if (rows < 1 || pixels.length != (long) rows * channels * size * size || labels.length != rows) {
                throw new IllegalArgumentException(rows + " images of " + channels + "×" + size + "×" + size + " do not have "
                        + pixels.length
                        + " pixels and " + labels.length + " labels");
            }
        }

        @Override
        public long tokens() {
            return rows;
        }
    }
}
