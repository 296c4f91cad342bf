package growth.engine.cpu.model;

import growth.api.engine.EngineOptions.Recompute;
import growth.api.model.ModelShape;
import growth.api.model.View;

/**
 * What a pass asks of the workspace.
 *
 * @param rows      sequences of the largest batch
 * @param sequence  rows of a sequence as it is embedded
 * @param body      rows of all sequences as the blocks see them
 * @param layers    blocks that run
 * @param workers   threads
 * @param backward  whether a backward pass follows
 * @param recompute what the backward pass computes again
 * @param pooled    whether sequences are pooled
 * @param thinned   whether outputs of branches are left out at random
 * @param mixed     whether layers are mixed with what passes them by
 */
public record LayoutNeeds(int rows, int sequence, int body, int layers, int workers, boolean backward, Recompute recompute, boolean pooled,
        boolean thinned, boolean mixed) {

    /**
     * @param scored scored positions per sequence, if they are pooled
     * @return the needs of training or evaluating full batches at that view
     */
    public static LayoutNeeds of(ModelShape shape, View view, int rows, int scored, int workers, boolean backward, Recompute recompute) {
        int sequence = view.sequence(shape);
        int body = view.pooling().map(p -> Pooler.rows(sequence, p.size()) + scored).orElse(sequence);
        return new LayoutNeeds(rows, sequence, rows * body, view.layers().map(l -> l.size()).orElse(shape.layers()), workers, backward,
                recompute, view.pooling().isPresent(), false, false);
    }

    /** @return whether a layout for these needs serves others too */
    public boolean cover(LayoutNeeds other) {
        return rows == other.rows && sequence == other.sequence && layers == other.layers && backward == other.backward
                && recompute == other.recompute && pooled == other.pooled && body >= other.body && (thinned || !other.thinned)
                && (mixed || !other.mixed);
    }

    /** @return needs that cover these, and where the sequences are as long also those */
    public LayoutNeeds and(LayoutNeeds other) {
        boolean same = sequence == other.sequence && pooled == other.pooled;
        return new LayoutNeeds(rows, sequence, same ? Math.max(body, other.body) : body, layers, workers, backward, recompute, pooled,
                thinned || other.thinned, mixed || other.mixed);
    }
}
