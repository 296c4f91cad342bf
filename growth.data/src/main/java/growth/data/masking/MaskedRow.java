package growth.data.masking;

/**
 * A sequence with gaps.
 *
 * @param inputs what the model sees, {@code [T]}
 * @param labels the tokens to be guessed, at all other places {@link growth.api.data.Batch#IGNORED}, {@code [T]}
 */
record MaskedRow(int[] inputs, int[] labels) {
}
