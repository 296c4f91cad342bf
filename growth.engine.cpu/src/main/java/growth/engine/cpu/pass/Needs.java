package growth.engine.cpu.pass;

import growth.api.engine.EngineOptions;
import growth.api.engine.EngineOptions.Recompute;
import growth.api.engine.Precision;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.engine.common.batch.BatchRows;

/**
 * What a pass asks of the memory of the activations.
 *
 * @param options  rows of the largest batch, workers, and what the backward pass computes again
 * @param sequence rows of a sequence as it is embedded
 * @param body     rows of all sequences as the blocks see them
 * @param layers   number of blocks that run
 * @param backward whether a backward pass follows
 * @param pooled   whether sequences are pooled
 * @param masked   whether dropout masks touch the outputs of branches
 * @param bypassed whether layers are mixed with what bypasses them
 */
public record Needs(EngineOptions options, int sequence, int body, int layers, boolean backward, boolean pooled, boolean masked,
        boolean bypassed) {
    /**
     * Returns the needs of training or evaluating full batches at a view.
     *
     * @param scored scored positions per sequence, if sequences are pooled
     */
    public static Needs of(ModelShape shape, View view, EngineOptions options, int scored, boolean backward) {
        int sequence = view.sequence(shape);
        int body = view.pooling().map(p -> BatchRows.pooledRows(sequence, p.size()) + scored).orElse(sequence);
        return new Needs(options, sequence, options.rows() * body, view.layers(shape).size(), backward, view.pooling().isPresent(), false,
                false);
    }

    /** Returns the needs of a batch that has been read; one smaller than the largest uses the layout of that. */
    public static Needs of(BatchRows rows, Conditions conditions, EngineOptions options, boolean backward) {
        int sequence = rows.embedded().length(0);
        boolean pooled = conditions.pooling().isPresent();
        return new Needs(options, sequence, pooled ? rows.body().total() : options.rows() * sequence, conditions.layers().length, backward,
                pooled, conditions.dropout().touchesBranches(), conditions.gates().bypassLayers());
    }

    /** Returns whether a layout for these needs serves others too. */
    public boolean cover(Needs other) {
        return sequence == other.sequence && layers == other.layers && backward == other.backward && pooled == other.pooled
                && body >= other.body && (masked || !other.masked) && (bypassed || !other.bypassed);
    }

    /** Returns needs that cover these and, where the sequences are as long, others too. */
    public Needs and(Needs other) {
        boolean same = sequence == other.sequence && pooled == other.pooled;
        return new Needs(options, sequence, same ? Math.max(body, other.body) : body, layers, backward, pooled, masked || other.masked,
                bypassed || other.bypassed);
    }

    /** Returns the rows of all sequences as they are embedded. */
    int embeddedRows() {
        return options.rows() * sequence;
    }

    /** Returns the rows of the longest sequence, pooled or not: the longest row of attention scores. */
    public int longest() {
        return pooled ? 2 * sequence + 1 : sequence;
    }

    /** Returns whether products read rounded copies of their operands. */
    boolean rounds() {
        return options.placement().precision() == Precision.BF16;
    }

    /** Returns whether the blocks share what attention computes, since nothing of it is kept. */
    boolean sharesAttention() {
        return !backward || options.recompute() != Recompute.NONE;
    }

    /** Returns whether the blocks share everything. */
    boolean sharesBlocks() {
        return !backward || options.recompute() == Recompute.BLOCK;
    }
}
