package growth.engine.cpu.block;

import growth.api.model.ModelShape;
import growth.engine.common.batch.Padding;
import growth.engine.common.batch.Sequences;
import growth.engine.common.random.Dropout;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Gemm;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Activations;
import growth.engine.cpu.pass.Activations.AttentionRegions;
import growth.engine.cpu.pass.Pass;
import java.util.Arrays;

/**
 * Softmax attention with grouped queries (Ainslie et al. 2023): query head j reads key/value head j / (heads / kvHeads). Heads are read and
 * written where they lie in the fused projection. Queries are taken in blocks, so that of the masked half of causal attention only the
 * corners at the diagonal are computed. Probabilities are not kept: the backward pass computes them again from the logarithms of their
 * denominators (Dao et al. 2022), so that memory grows with the sequence and not with its square.
 */
final class SoftmaxAttention {
    private final int layer;
    private final int heads;
    private final int group;
    private final int size;
    private final float scale;
    private final boolean causal;

    /**
     * Where queries, keys and values lie. They are parts of one region, unless the queries are pooled rows and the keys and values are not.
     * Causal queries are the last ones of their sequence: keys and values of earlier positions may stand before theirs.
     *
     * @param queries    holds the query heads in its first columns
     * @param keysValues holds the key and value heads
     * @param keysAt     column of the first key head
     * @param valuesAt   column of the first value head
     * @param sequences  sequences of the keys and values
     */
    record QueryKeyValue(Region queries, Region keysValues, int keysAt, int valuesAt, Sequences sequences) {
    }

    /** Creates the attention of a block of a model of that shape. */
    SoftmaxAttention(ModelShape shape, int layer) {
        this.layer = layer;
        heads = shape.heads();
        group = shape.heads() / shape.kvHeads();
        size = shape.headSize();
        scale = (float) (1 / Math.sqrt(size));
        causal = shape.family().causal();
    }

    /** Computes context and log sums from the projected heads, for the worker's sequences. */
    void forward(Worker worker, Pass pass, QueryKeyValue at, AttentionRegions kept) {
        Sequences body = pass.rows().body();
        for (int sequence = worker.firstSequence(body); sequence < worker.endSequence(body); sequence++) {
            for (int head = 0; head < heads; head++) {
                forwardHead(worker, pass, at, kept, sequence, head);
            }
        }
    }

    private void forwardHead(Worker worker, Pass pass, QueryKeyValue at, AttentionRegions kept, int sequence, int head) {
        Gemm gemm = worker.gemm();
        Region queryRows = at.queries();
        Region keyRows = at.keysValues();
        FloatMemory memory = queryRows.memory();
        Region context = kept.context();
        int length = pass.rows().body().length(sequence);
        int visible = at.sequences().length(sequence);
        int first = pass.rows().body().start(sequence);
        int firstKey = at.sequences().start(sequence);
        long keys = keyRows.row(firstKey) + at.keysAt() + head / group * size;
        long values = keyRows.row(firstKey) + at.valuesAt() + head / group * size;
        // positions before, of which only keys and values are here
        int before = causal ? visible - length : 0;
        long scores = scores(worker, pass, 0);
        int block = Activations.queryBlock(length);
        boolean drops = pass.dropout().touches(Dropout.Site.ATTENTION);
        boolean padded = pass.rows().padding().touches(sequence);
        float[] row = worker.first();
        for (int from = 0; from < length; from += block) {
            int end = Math.min(from + block, length);
            int to = causal ? before + end : visible;
            long queries = queryRows.row(first + from) + head * size;
            gemm.left(memory, queries, queryRows.columns()).rightTransposed(keyRows.memory(), keys, keyRows.columns())
                    .into(memory, scores, to).multiply(end - from, to, size, scale, 0);
            for (int query = from; query < end; query++) {
                long score = scores + (long) (query - from) * to;
                int seen = causal ? before + query + 1 : visible;
                memory.read(score, row, seen);
                float logSum = padded ? softmax(worker, pass, firstKey, seen) : worker.kernels().softmax(row, seen);
                memory.set(kept.logSums().row(first + query) + head, logSum);
                if (drops) {
                    mask(worker, pass, first + query, head, row, seen);
                }
                Arrays.fill(row, seen, to, 0);
                memory.write(score, row, to);
            }
            gemm.left(memory, scores, to).right(keyRows.memory(), values, keyRows.columns())
                    .into(memory, context.row(first + from) + head * size, context.columns()).multiply(end - from, size, to);
        }
    }

    /** Computes softmax of the worker's first row over the keys that are no padding; returns the log of its denominator, or 0. */
    private static float softmax(Worker worker, Pass pass, int firstKey, int seen) {
        Padding padding = pass.rows().padding();
        int attended = padding.gather(worker.first(), firstKey, seen);
        float logSum = attended > 0 ? worker.kernels().softmax(worker.first(), attended) : 0;
        padding.spread(worker.first(), firstKey, seen, attended);
        return logSum;
    }

    private void mask(Worker worker, Pass pass, int row, int head, float[] x, int n) {
        pass.mask(worker, Dropout.Site.ATTENTION, layer, (long) row * heads + head, x, n);
    }

    /**
     * Computes the gradient of queries, keys and values from that of the context.
     *
     * @param at         queries, keys and values
     * @param dprojected takes their gradient
     */
    void backward(Worker worker, Pass pass, QueryKeyValue at, Region logSums, QueryKeyValue dprojected) {
        Sequences body = pass.rows().body();
        for (int sequence = worker.firstSequence(body); sequence < worker.endSequence(body); sequence++) {
            for (int head = 0; head < heads; head++) {
                backwardHead(worker, pass, at, logSums, dprojected, sequence, head);
            }
        }
    }

    private void backwardHead(Worker worker, Pass pass, QueryKeyValue at, Region logSums, QueryKeyValue dprojected, int sequence,
            int head) {
        Gemm gemm = worker.gemm();
        Region queryRows = at.queries();
        Region keyRows = at.keysValues();
        Region dqueryRows = dprojected.queries();
        Region dkeyRows = dprojected.keysValues();
        Region dcontext = pass.activations().gradients().context();
        FloatMemory memory = queryRows.memory();
        int keysColumn = at.keysAt() + head / group * size;
        int valuesColumn = at.valuesAt() + head / group * size;
        int length = pass.rows().body().length(sequence);
        int visible = at.sequences().length(sequence);
        int first = pass.rows().body().start(sequence);
        int firstKey = at.sequences().start(sequence);
        long keys = keyRows.row(firstKey) + keysColumn;
        long values = keyRows.row(firstKey) + valuesColumn;
        long scores = scores(worker, pass, 0);
        long dscores = scores(worker, pass, 1);
        int block = Activations.queryBlock(length);
        // the last block reaches all keys and so comes first; the first query head of a group overwrites what the others add to
        float beta = head % group == 0 ? 0 : 1;
        for (int from = (length - 1) / block * block; from >= 0; from -= block) {
            int end = Math.min(from + block, length);
            int to = causal ? end : visible;
            int n = end - from;
            long queries = queryRows.row(first + from) + head * size;
            long outputs = dcontext.row(first + from) + head * size;
            gemm.left(memory, queries, queryRows.columns()).rightTransposed(memory, keys, keyRows.columns())
                    .into(memory, scores, to).multiply(n, to, size, scale, 0);
            gemm.left(memory, outputs, dcontext.columns()).rightTransposed(memory, values, keyRows.columns())
                    .into(memory, dscores, to).multiply(n, to, size);
            for (int query = from; query < end; query++) {
                softmaxBackward(worker, pass, at, logSums, sequence, head, query);
            }
            gemm.leftTransposed(memory, scores, to).right(memory, outputs, dcontext.columns())
                    .into(memory, dkeyRows.row(firstKey) + valuesColumn, dkeyRows.columns()).multiply(to, size, n, 1, beta);
            gemm.leftTransposed(memory, dscores, to).right(memory, queries, queryRows.columns())
                    .into(memory, dkeyRows.row(firstKey) + keysColumn, dkeyRows.columns()).multiply(to, size, n, scale, beta);
            gemm.left(memory, dscores, to).right(memory, keys, keyRows.columns())
                    .into(memory, dqueryRows.row(first + from) + head * size, dqueryRows.columns()).multiply(n, size, to, scale, 0);
            beta = 1;
        }
    }

    /** Turns a query's row of attention scores into probabilities, and the gradients of these into those of the scores. */
    private void softmaxBackward(Worker worker, Pass pass, QueryKeyValue at, Region logSums, int sequence, int head, int query) {
        Padding padding = pass.rows().padding();
        FloatMemory memory = logSums.memory();
        int length = pass.rows().body().length(sequence);
        int visible = at.sequences().length(sequence);
        int firstKey = at.sequences().start(sequence);
        int row = pass.rows().body().start(sequence) + query;
        int block = Activations.queryBlock(length);
        int line = query % block;
        int seen = causal ? query + 1 : visible;
        int to = causal ? Math.min(query - line + block, length) : visible;
        long score = scores(worker, pass, 0) + (long) line * to;
        long dscore = scores(worker, pass, 1) + (long) line * to;
        boolean padded = padding.touches(sequence);
        boolean drops = pass.dropout().touches(Dropout.Site.ATTENTION);
        float[] p = worker.first();
        float[] dp = worker.second();
        memory.read(score, p, seen);
        memory.read(dscore, dp, seen);
        if (drops) {
            mask(worker, pass, row, head, dp, seen);
        }
        int attended = seen;
        if (padded) {
            attended = padding.gather(p, firstKey, seen);
            padding.gather(dp, firstKey, seen);
        }
        worker.kernels().softmaxAgain(p, memory.get(logSums.row(row) + head), attended);
        worker.kernels().softmaxBackward(p, dp, attended);
        if (padded) {
            padding.spread(p, firstKey, seen, attended);
            padding.spread(dp, firstKey, seen, attended);
        }
        if (drops) {
            mask(worker, pass, row, head, p, seen);
        }
        Arrays.fill(p, seen, to, 0);
        Arrays.fill(dp, seen, to, 0);
        memory.write(score, p, to);
        memory.write(dscore, dp, to);
    }

    /** Returns the place of the worker's own attention scores: 0 for the scores, 1 for their gradients. */
    private static long scores(Worker worker, Pass pass, int which) {
        Activations at = pass.activations();
        return at.shared().attentionScores().row(((long) which * worker.count() + worker.index()) * at.queryBlock());
    }
}
