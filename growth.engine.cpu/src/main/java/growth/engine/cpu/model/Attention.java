package growth.engine.cpu.model;

import growth.api.model.ModelShape;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Gemm;
import growth.engine.cpu.memory.Region;
import java.util.Arrays;

/**
 * Causal softmax attention with grouped queries (Ainslie et al. 2023): query head j reads key/value head j / (heads / kvHeads). Heads are
 * read and written where they lie in the fused projection. Queries are taken in blocks, so that of the masked half only the corners at the
 * diagonal are computed. Probabilities are not kept but computed again in the backward pass from the logarithms of their denominators
 * (Dao et al. 2022), so that memory grows with the sequence and not with its square.
 */
final class Attention {
    /** Queries taken at a time. */
    private static final int QUERIES = 64;

    private final int heads;
    private final int group;
    private final int size;
    private final int keysAt;
    private final int valuesAt;
    private final float scale;

    /**
     * @param heads    query heads
     * @param kvHeads  key/value heads
     * @param headSize coordinates per head
     */
    Attention(int heads, int kvHeads, int headSize) {
        this.heads = heads;
        group = heads / kvHeads;
        size = headSize;
        keysAt = heads * headSize;
        valuesAt = (heads + kvHeads) * headSize;
        scale = (float) (1 / Math.sqrt(headSize));
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
    void forward(Worker worker, Pass pass, Region projected, Region mixed, Region logSums) {
        for (int sequence = pass.firstSequence(worker); sequence < pass.endSequence(worker); sequence++) {
            for (int head = 0; head < heads; head++) {
                forwardHead(worker, pass, projected, mixed, logSums, (long) sequence * pass.sequence(), head);
            }
        }
    }

    private void forwardHead(Worker worker, Pass pass, Region projected, Region mixed, Region logSums, long first, int head) {
        FloatMemory workspace = pass.workspace();
        Gemm gemm = worker.gemm;
        int stride = projected.columns();
        long keys = projected.row(first) + keysAt + head / group * size;
        long values = projected.row(first) + valuesAt + head / group * size;
        long scores = scores(worker, pass, 0);
        int block = queryBlock(pass.sequence());
        for (int from = 0; from < pass.sequence(); from += block) {
            int to = Math.min(from + block, pass.sequence());
            long queries = projected.row(first + from) + head * size;
            gemm.left(workspace, queries, stride).rightTransposed(workspace, keys, stride).into(workspace, scores, to)
                    .multiply(to - from, to, size, scale, 0);
            for (int query = from; query < to; query++) {
                long at = scores + (long) (query - from) * to;
                workspace.read(at, worker.first, query + 1);
                workspace.set(logSums.row(first + query) + head, worker.kernels.softmax(worker.first, query + 1));
                Arrays.fill(worker.first, query + 1, to, 0);
                workspace.write(at, worker.first, to);
            }
            gemm.left(workspace, scores, to).right(workspace, values, stride)
                    .into(workspace, mixed.row(first + from) + head * size, mixed.columns()).multiply(to - from, size, to);
        }
    }

    /**
     * The gradient of {@link #forward}.
     *
     * @param dmixed     gradient of the outputs
     * @param dprojected takes the gradient of queries, keys and values
     */
    void backward(Worker worker, Pass pass, Region projected, Region logSums, Region dmixed, Region dprojected) {
        for (int sequence = pass.firstSequence(worker); sequence < pass.endSequence(worker); sequence++) {
            for (int head = 0; head < heads; head++) {
                backwardHead(worker, pass, projected, logSums, dmixed, dprojected, (long) sequence * pass.sequence(), head);
            }
        }
    }

    private void backwardHead(Worker worker, Pass pass, Region projected, Region logSums, Region dmixed, Region dprojected, long first,
            int head) {
        FloatMemory workspace = pass.workspace();
        Gemm gemm = worker.gemm;
        int stride = projected.columns();
        int keysColumn = keysAt + head / group * size;
        int valuesColumn = valuesAt + head / group * size;
        long keys = projected.row(first) + keysColumn;
        long values = projected.row(first) + valuesColumn;
        long scores = scores(worker, pass, 0);
        long dscores = scores(worker, pass, 1);
        int block = queryBlock(pass.sequence());
        // the last block reaches all keys and so comes first; the first query head of a group overwrites what the others add to
        float beta = head % group == 0 ? 0 : 1;
        for (int from = (pass.sequence() - 1) / block * block; from >= 0; from -= block) {
            int to = Math.min(from + block, pass.sequence());
            int n = to - from;
            long queries = projected.row(first + from) + head * size;
            long outputs = dmixed.row(first + from) + head * size;
            gemm.left(workspace, queries, stride).rightTransposed(workspace, keys, stride).into(workspace, scores, to)
                    .multiply(n, to, size, scale, 0);
            gemm.left(workspace, outputs, dmixed.columns()).rightTransposed(workspace, values, stride).into(workspace, dscores, to)
                    .multiply(n, to, size);
            softmaxBackward(worker, pass, logSums, first, head, from, to);
            gemm.leftTransposed(workspace, scores, to).right(workspace, outputs, dmixed.columns())
                    .into(workspace, dprojected.row(first) + valuesColumn, stride).multiply(to, size, n, 1, beta);
            gemm.leftTransposed(workspace, dscores, to).right(workspace, queries, stride)
                    .into(workspace, dprojected.row(first) + keysColumn, stride).multiply(to, size, n, scale, beta);
            gemm.left(workspace, dscores, to).right(workspace, keys, stride)
                    .into(workspace, dprojected.row(first + from) + head * size, stride).multiply(n, size, to, scale, 0);
            beta = 1;
        }
    }

    /** Turns a block of scores into probabilities and the gradients of these into those of the scores. */
    private void softmaxBackward(Worker worker, Pass pass, Region logSums, long first, int head, int from, int to) {
        FloatMemory workspace = pass.workspace();
        for (int query = from; query < to; query++) {
            long score = scores(worker, pass, 0) + (long) (query - from) * to;
            long dscore = scores(worker, pass, 1) + (long) (query - from) * to;
            int seen = query + 1;
            workspace.read(score, worker.first, seen);
            workspace.read(dscore, worker.second, seen);
            worker.kernels.softmaxAgain(worker.first, workspace.get(logSums.row(first + query) + head), seen);
            worker.kernels.softmaxBackward(worker.first, worker.second, seen);
            Arrays.fill(worker.first, seen, to, 0);
            Arrays.fill(worker.second, seen, to, 0);
            workspace.write(score, worker.first, to);
            workspace.write(dscore, worker.second, to);
        }
    }

    /** Place of the worker's own score matrix: 0 for scores, 1 for their gradients. */
    private static long scores(Worker worker, Pass pass, int which) {
        return pass.layout().scores().row(((long) which * worker.count() + worker.index()) * queryBlock(pass.sequence()));
    }
}
