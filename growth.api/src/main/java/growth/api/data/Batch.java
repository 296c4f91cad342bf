package growth.api.data;

import java.util.Objects;
import org.osgi.annotation.versioning.ProviderType;

/** The rows on which a model is trained or evaluated at once. The arrays belong to the batch and are not changed. */
@ProviderType
public sealed interface Batch {
    /** The label of a position that is not scored. */
    int IGNORED = -100;

    /** Returns the number of sequences or images. */
    int rows();

    /** Returns the number of tokens (images for vision), scored or not. */
    long tokens();

    /** Returns the number of labels that are scored. */
    long scored();

    /**
     * Token sequences. Names are those of the tensors that Hugging Face's models take.
     *
     * @param rows          sequences, B
     * @param sequence      tokens per sequence, T
     * @param inputs        token ids, {@code [B·T]} row-major
     * @param labels        the token to be predicted at each position (for causal models the next one), or {@link #IGNORED},
     *                      {@code [B·T]}
     * @param attentionMask whether a position is attended to, {@code [B·T]}; false for padding, wherever it stands; empty: all are.
     *                      Positions are counted from the row's first token, padding or not
     * @param tokenTypes    token type (segment) of each position, {@code [B·T]}; empty: type 0. For families that have types
     */
    record Tokens(int rows, int sequence, int[] inputs, int[] labels, boolean[] attentionMask, int[] tokenTypes) implements Batch {
        public Tokens {
            if (rows < 1 || sequence < 1 || inputs.length != rows * sequence || labels.length != inputs.length) {
                throw new IllegalArgumentException(rows + " rows of " + sequence + " tokens need " + (long) rows * sequence
                        + " inputs and labels");
            }
            if (attentionMask.length != 0 && attentionMask.length != inputs.length
                    || tokenTypes.length != 0 && tokenTypes.length != inputs.length) {
                throw new IllegalArgumentException("an attention mask or token types of " + inputs.length + " tokens have as many elements,"
                        + " or none");
            }
        }

        /** Sequences without padding, all of token type 0. */
        public Tokens(int rows, int sequence, int[] inputs, int[] labels) {
            this(rows, sequence, inputs, labels, new boolean[0], new int[0]);
        }

        /** Returns whether any position is padding. */
        public boolean padded() {
            for (boolean attended : attentionMask) {
                if (!attended) {
                    return true;
                }
            }
            return false;
        }

        /**
         * Takes the beginnings of rows, one after the other; the first row follows the last.
         *
         * @param first row to begin with
         * @param count how many rows
         * @param length tokens of each, from its beginning
         */
        public Tokens take(int first, int count, int length) {
            int size = Math.multiplyExact(count, length);
            int[] ids = new int[size];
            int[] targets = new int[size];
            boolean[] mask = new boolean[attentionMask.length == 0 ? 0 : size];
            int[] types = new int[tokenTypes.length == 0 ? 0 : size];
            for (int i = 0; i < count; i++) {
                int from = (first + i) % rows * sequence;
                System.arraycopy(inputs, from, ids, i * length, length);
                System.arraycopy(labels, from, targets, i * length, length);
                if (mask.length > 0) {
                    System.arraycopy(attentionMask, from, mask, i * length, length);
                }
                if (types.length > 0) {
                    System.arraycopy(tokenTypes, from, types, i * length, length);
                }
            }
            return new Tokens(count, length, ids, targets, mask, types);
        }

        /** Returns the number of tokens, scored or not, padding included. */
        @Override
        public long tokens() {
            return (long) rows * sequence;
        }

        @Override
        public long scored() {
            long scored = 0;
            for (int label : labels) {
                scored += label == IGNORED ? 0 : 1;
            }
            return scored;
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

        @Override
        public long scored() {
            return rows;
        }
    }
}
