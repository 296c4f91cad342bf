package growth.engine.torch.model;

import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.batch.DeviceBatch;

/**
 * What queries see. Without padding nothing is needed but the word causal, and libtorch's fastest attention computes it. A query that sees
 * padding alone gets 0 from attention: it is let see everything, and its result is multiplied by 0, so that no kernel meets an empty row.
 *
 * @param allowed whether a query sees a key, BOOL {@code [rows or 1, 1, queries or 1, keys]}; null if all see all, or all before them
 * @param seen    1 for queries that see a key, else 0, {@code [rows, 1, queries or 1, 1]}; null if all do
 * @param causal  whether, without {@code allowed}, queries see what stands before them alone
 */
record AttentionMask(Tensor allowed, Tensor seen, boolean causal) {
    /** Queries see all keys. */
    static final AttentionMask NONE = new AttentionMask(null, null, false);

    /**
     * Makes the mask of a batch in the innermost arena.
     *
     * @param causal  whether queries see what stands before them alone
     * @param written whether the mask is needed even if the word causal says it all
     */
    static AttentionMask of(Aten aten, DeviceBatch batch, boolean causal, boolean written) {
        long before = batch.past() == null ? 0 : batch.past().positions();
        long queries = batch.length();
        boolean triangle = causal && queries > 1;
        Tensor keys = batch.keyMask();
        if (keys == null && (!triangle || before == 0 && !written)) {
            return new AttentionMask(null, null, triangle);
        }
        Tensor lower = triangle ? lower(aten, queries, before) : null;
        if (keys == null) {
            return new AttentionMask(lower, null, false);
        }
        Tensor both = lower == null ? keys : aten.and(keys, lower);
        Tensor seen = aten.amax(aten.to(both, Dtype.F32), true, -1);
        Tensor blind = aten.not(aten.to(seen, Dtype.BOOL));
        return new AttentionMask(aten.or(both, blind), seen, false);
    }

    /** Returns BOOL {@code [1, 1, queries, before + queries]}: query i sees the keys up to before + i. */
    private static Tensor lower(Aten aten, long queries, long before) {
        Tensor rows = aten.view(aten.integers().add(aten.integers().range(queries), before), 1, 1, queries, 1);
        Tensor columns = aten.view(aten.integers().range(before + queries), 1, 1, 1, before + queries);
        return aten.le(columns, rows);
    }
}
