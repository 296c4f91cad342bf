package growth.engine.cpu.model;

import growth.api.model.ModelShape;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Gemm;
import growth.engine.cpu.memory.Region;
import java.util.Arrays;

/**
 * Softmax attention with grouped queries (Ainslie et al. 2023): query head j reads key/value head j / (heads / kvHeads). Heads are read and
 * written where they lie in the fused projection. Queries are taken in blocks, so that of the masked half of causal attention only the
 * corners at the diagonal are computed. Probabilities are not kept but computed again in the backward pass from the logarithms of their
 * denominators (Dao et al. 2022), so that memory grows with the sequence and not with its square.
 */
final class Attention {
    /** Queries taken at a time. */
    private static final int QUERIES = 64;
    /** In place of a key's row, where no key is padding. */
    private static final int ALL_ATTENDED = -1;

    private final int layer;
    private final int heads;
    private final int group;
    private final int size;
    private final float scale;
    private final boolean causal;

    /** The attention of a block of a model of that shape. */
    Attention(ModelShape shape, int layer) {
        this.layer = layer;
        heads = shape.heads();
        group = shape.heads() / shape.kvHeads();
        size = shape.headSize();
        scale = (float) (1 / Math.sqrt(size));
        causal = shape.family().causal();
    }

    /** @return width of the fused projection: query heads, key heads, value heads */
    static int projectedSize(ModelShape shape) {
        return (shape.heads() + 2 * shape.kvHeads()) * shape.headSize();
    }

    /** @return queries taken at a time of sequences of that many tokens */
    static int queryBlock(int sequence) {
        return Math.min(QUERIES, sequence);
    }

    /**
     * mixed = attention(projected) for the worker's sequences.
     *
     * @param projected queries, keys and values
     * @param mixed     outputs of the heads
     * @param logSums   takes logs of the softmax denominators for the backward pass
     */
    void forward(Worker worker, Pass pass, Projected projected, Region mixed, Region logSums) {
        Sequences body = pass.body();
        for (int sequence = body.first(worker); sequence < body.end(worker); sequence++) {
            for (int head = 0; head < heads; head++) {
                forwardHead(worker, pass, projected, mixed, logSums, sequence, head);
            }
        }
    }

    private void forwardHead(Worker worker, Pass pass, Projected projected, Region mixed, Region logSums, int sequence, int head) {
        FloatMemory workspace = pass.workspace();
        Gemm gemm = worker.gemm;
        Region queryRows = projected.queries();
        Region keyRows = projected.keysValues();
        int length = pass.body().length(sequence);
        int visible = projected.sequences().length(sequence);
        int first = pass.body().start(sequence);
        int firstKey = projected.sequences().start(sequence);
        long keys = keyRows.row(firstKey) + projected.keysAt() + head / group * size;
        long values = keyRows.row(firstKey) + projected.valuesAt() + head / group * size;
        long scores = scores(worker, pass, 0);
        int block = queryBlock(length);
        boolean drops = pass.noise().touches(Noise.Site.ATTENTION);
        boolean padded = pass.input().padding().touches(sequence);
        for (int from = 0; from < length; from += block) {
            int end = Math.min(from + block, length);
            int to = causal ? end : visible;
            long queries = queryRows.row(first + from) + head * size;
            gemm.left(workspace, queries, queryRows.columns()).rightTransposed(workspace, keys, keyRows.columns())
                    .into(workspace, scores, to).multiply(end - from, to, size, scale, 0);
            for (int query = from; query < end; query++) {
                long at = scores + (long) (query - from) * to;
                int seen = causal ? query + 1 : visible;
                workspace.read(at, worker.first, seen);
                float logSum = padded ? softmax(worker, pass, firstKey, seen) : worker.kernels.softmax(worker.first, seen);
                workspace.set(logSums.row(first + query) + head, logSum);
                if (drops) {
                    drop(worker, pass, first + query, head, worker.first, seen);
                }
                Arrays.fill(worker.first, seen, to, 0);
                workspace.write(at, worker.first, to);
            }
            gemm.left(workspace, scores, to).right(workspace, values, keyRows.columns())
                    .into(workspace, mixed.row(first + from) + head * size, mixed.columns()).multiply(end - from, size, to);
        }
    }

    /** Softmax of the worker's first row over the keys that are no padding; returns the log of its denominator, 0 without such keys. */
    private static float softmax(Worker worker, Pass pass, int firstKey, int seen) {
        Padding padding = pass.input().padding();
        int attended = padding.gather(worker.first, firstKey, seen);
        float logSum = attended > 0 ? worker.kernels.softmax(worker.first, attended) : 0;
        padding.spread(worker.first, firstKey, seen, attended);
        return logSum;
    }

    private void drop(Worker worker, Pass pass, int row, int head, float[] x, int n) {
        pass.noise().drop(worker, Noise.Site.ATTENTION, layer, (long) row * heads + head, x, n);
    }

    /**
     * The gradient of {@link #forward}.
     *
     * @param dmixed     gradient of the outputs
     * @param dprojected takes the gradient of queries, keys and values
     */
    void backward(Worker worker, Pass pass, Projected projected, Region logSums, Region dmixed, Projected dprojected) {
        Sequences body = pass.body();
        for (int sequence = body.first(worker); sequence < body.end(worker); sequence++) {
            for (int head = 0; head < heads; head++) {
                backwardHead(worker, pass, projected, logSums, dmixed, dprojected, sequence, head);
            }
        }
    }

    private void backwardHead(Worker worker, Pass pass, Projected projected, Region logSums, Region dmixed, Projected dprojected,
            int sequence, int head) {
        FloatMemory workspace = pass.workspace();
        Gemm gemm = worker.gemm;
        Region queryRows = projected.queries();
        Region keyRows = projected.keysValues();
        Region dqueryRows = dprojected.queries();
        Region dkeyRows = dprojected.keysValues();
        int keysColumn = projected.keysAt() + head / group * size;
        int valuesColumn = projected.valuesAt() + head / group * size;
        int length = pass.body().length(sequence);
        int visible = projected.sequences().length(sequence);
        int first = pass.body().start(sequence);
        int firstKey = projected.sequences().start(sequence);
        long keys = keyRows.row(firstKey) + keysColumn;
        long values = keyRows.row(firstKey) + valuesColumn;
        long scores = scores(worker, pass, 0);
        long dscores = scores(worker, pass, 1);
        int block = queryBlock(length);
        boolean padded = pass.input().padding().touches(sequence);
        // the last block reaches all keys and so comes first; the first query head of a group overwrites what the others add to
        float beta = head % group == 0 ? 0 : 1;
        for (int from = (length - 1) / block * block; from >= 0; from -= block) {
            int end = Math.min(from + block, length);
            int to = causal ? end : visible;
            int n = end - from;
            long queries = queryRows.row(first + from) + head * size;
            long outputs = dmixed.row(first + from) + head * size;
            gemm.left(workspace, queries, queryRows.columns()).rightTransposed(workspace, keys, keyRows.columns())
                    .into(workspace, scores, to).multiply(n, to, size, scale, 0);
            gemm.left(workspace, outputs, dmixed.columns()).rightTransposed(workspace, values, keyRows.columns())
                    .into(workspace, dscores, to).multiply(n, to, size);
            for (int query = from; query < end; query++) {
                softmaxBackward(worker, pass, logSums, first + query, head, query - from, causal ? query + 1 : visible, to,
                        padded ? firstKey : ALL_ATTENDED);
            }
            gemm.leftTransposed(workspace, scores, to).right(workspace, outputs, dmixed.columns())
                    .into(workspace, dkeyRows.row(firstKey) + valuesColumn, dkeyRows.columns()).multiply(to, size, n, 1, beta);
            gemm.leftTransposed(workspace, dscores, to).right(workspace, queries, queryRows.columns())
                    .into(workspace, dkeyRows.row(firstKey) + keysColumn, dkeyRows.columns()).multiply(to, size, n, scale, beta);
            gemm.left(workspace, dscores, to).right(workspace, keys, keyRows.columns())
                    .into(workspace, dqueryRows.row(first + from) + head * size, dqueryRows.columns()).multiply(n, size, to, scale, 0);
            beta = 1;
        }
    }

    /**
     * Turns a row of scores into probabilities and the gradients of these into those of the scores.
     *
     * @param row  the query's row in the stream
     * @param line its row in the worker's score matrices
     * @param seen keys it attends to, padding among them
     * @param to   columns of the score matrices
     * @param key  row of the first key in the embedded sequences, where some keys are padding, or {@link #ALL_ATTENDED}
     */
    private void softmaxBackward(Worker worker, Pass pass, Region logSums, int row, int head, int line, int seen, int to, int key) {
        FloatMemory workspace = pass.workspace();
        long score = scores(worker, pass, 0) + (long) line * to;
        long dscore = scores(worker, pass, 1) + (long) line * to;
        boolean drops = pass.noise().touches(Noise.Site.ATTENTION);
        workspace.read(score, worker.first, seen);
        workspace.read(dscore, worker.second, seen);
        if (drops) {
            drop(worker, pass, row, head, worker.second, seen);
        }
        int attended = seen;
        if (key != ALL_ATTENDED) {
            attended = pass.input().padding().gather(worker.first, key, seen);
            pass.input().padding().gather(worker.second, key, seen);
        }
        worker.kernels.softmaxAgain(worker.first, workspace.get(logSums.row(row) + head), attended);
        worker.kernels.softmaxBackward(worker.first, worker.second, attended);
        if (key != ALL_ATTENDED) {
            pass.input().padding().spread(worker.first, key, seen, attended);
            pass.input().padding().spread(worker.second, key, seen, attended);
        }
        if (drops) {
            drop(worker, pass, row, head, worker.first, seen);
        }
        Arrays.fill(worker.first, seen, to, 0);
        Arrays.fill(worker.second, seen, to, 0);
        workspace.write(score, worker.first, to);
        workspace.write(dscore, worker.second, to);
    }

    /** Place of the worker's own score matrix: 0 for scores, 1 for their gradients. */
    private static long scores(Worker worker, Pass pass, int which) {
        ActivationLayout at = pass.layout();
        return at.scores().row(((long) which * worker.count() + worker.index()) * at.queryBlock());
    }
}
