package growth.engine.cpu.model;

/**
 * The rows of the residual stream whose logits are made, and what is expected there.
 *
 * <p>The arrays may be longer than there are rows.
 *
 * @param rows    row of each in the stream as the blocks see it, ascending
 * @param origins row of each in the stream as it is embedded; the same, unless sequences are pooled
 * @param labels  label of each; null where logits are wanted without a loss
 * @param places  how they are shared out among sequences: those of a sequence lie one after the other
 */
public record Scores(int[] rows, int[] origins, int[] labels, Sequences places) {
    /** @return how many rows */
    public int count() {
        return places.total();
    }
}
