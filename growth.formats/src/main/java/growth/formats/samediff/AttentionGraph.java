package growth.formats.samediff;

import growth.api.model.Axis;
import growth.api.model.ModelShape;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Softmax attention.
 *
 * @param m       the model's modules
 * @param rows    the rows of queries, keys and values
 * @param visible 1 where a query sees a key and 0 elsewhere, {@code [T, T]} or {@code [B, 1, 1, T]}; empty: every query sees all keys. A
 *                query that sees none reads 0
 */
record AttentionGraph(Modules m, Rows rows, Optional<SDVariable> visible) {
    /** Far below any score, and finite, so that no difference is NaN. */
    private static final double HIDDEN = 1e9;

    /** Returns attention in which a position sees itself and earlier ones. */
    static AttentionGraph causal(Modules m, Rows rows, SDVariable ids) {
        SameDiff sd = m.sd();
        SDVariable numbers = Rows.numbers(sd, ids, DataType.INT);
        return new AttentionGraph(m, rows,
                Optional.of(sd.gte(sd.expandDims(numbers, 1), sd.expandDims(numbers, 0)).castTo(DataType.FLOAT)));
    }

    /** Turns queries and keys by their positions, {@code [B, heads, T, head size]}. */
    @FunctionalInterface
    interface Turn {
        SDVariable of(SDVariable x);
    }

    /** As {@link #attend(int, SDVariable, SDVariable, SDVariable, Turn)}, for models whose positions are embedded. */
    SDVariable attend(int layer, SDVariable q, SDVariable k, SDVariable v) {
        return attend(layer, q, k, v, x -> x);
    }

    /**
     * Adds the attention of a block.
     *
     * @param q {@code [B·T, heads·head size]}
     * @param k {@code [B·T, key/value heads·head size]}
     * @param v like {@code k}
     * @return {@code [B·T, heads·head size]}
     */
    SDVariable attend(int layer, SDVariable q, SDVariable k, SDVariable v, Turn turn) {
        ModelShape shape = m.shape();
        SDVariable queries = m.gates().heads(Axis.HEADS, layer, 2, turn.of(heads(q, shape.heads()))).mul(1 / Math.sqrt(shape.headSize()));
        SDVariable keys = m.gates().heads(Axis.KV_HEADS, layer, 1, turn.of(heads(k, shape.kvHeads())));
        SDVariable values = m.gates().heads(Axis.KV_HEADS, layer, 1, heads(v, shape.kvHeads()));
        int group = shape.heads() / shape.kvHeads();
        // the queries of a group lie one below the other, and meet their keys in one product
        SDVariable grouped = group == 1 ? queries : rows.regrouped(queries, shape.kvHeads(), group, shape.headSize());
        SDVariable products = m.sd().mmul(grouped, keys, false, true, false);
        SDVariable weights = softmax(group == 1 ? products : rows.regroupedScores(products, shape.heads(), 1));
        SDVariable read = m.sd().mmul(group == 1 ? weights : rows.regroupedScores(weights, shape.kvHeads(), group), values);
        SDVariable each = group == 1 ? read : rows.regrouped(read, shape.heads(), 1, shape.headSize());
        SDVariable joined = m.sd().permute(m.gates().heads(Axis.HEADS, layer, 1, each), 0, 2, 1, 3);
        return m.sd().reshape(joined, -1, shape.attentionSize());
    }

    private SDVariable heads(SDVariable x, int heads) {
        return m.sd().permute(rows.split(x, heads, m.shape().headSize()), 0, 2, 1, 3);
    }

    private SDVariable softmax(SDVariable scores) {
        if (visible.isEmpty()) {
            return m.sd().nn().softmax(scores, 3);
        }
        SDVariable seen = visible.get();
        return m.sd().nn().softmax(scores.add(seen.sub(1.0).mul(HIDDEN)), 3).mul(seen);
    }
}
