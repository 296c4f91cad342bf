package growth.engine.cpu.model;

import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Gemm;
import growth.engine.cpu.memory.Region;
import java.util.Arrays;

/**
 * Causal softmax attention with grouped queries (Ainslie et al. 2023): query head j reads key/value head j / (heads / kvHeads). Heads are read and
 * written where they lie in the fused projection. Queries are taken in blocks, so that of the masked half only the corners of the diagonal are
 * computed; probabilities are computed again in the backward pass from the logarithms of their denominators (Dao et al. 2022), so that memory grows
 * with the sequence and not with its square.
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

    /** @return queries taken at a time of sequences of that many tokens */
    static int queryBlock(int sequence) {
        return Math.min(QUERIES, sequence);
    }

    /**
     * mixed = attention(projected) for some sequences.
     *
     * @param projected queries, keys and values
     * @param mixed     outputs of the heads
     * @param logSums   logs of the softmax denominators, kept for the backward pass
     */
    void forward(Worker worker, Pass pass, Region projected, Region mixed, Region logSums, int firstSequence, int sequences) {
        for (int row = firstSequence; row < firstSequence + sequences; row++) {
            for (int head = 0; head < heads; head++) {
                forwardHead(worker, pass, projected, mixed, logSums, (long) row * pass.sequence(), head);
            }
        }
    }

    private void forwardHead(Worker worker, Pass pass, Region projected, Region mixed, Region logSums, long firstToken, int head) {
        FloatMemory workspace = pass.workspace();
        Gemm gemm = worker.gemm;
        int stride = projected.columns();
        long keys = projected.row(firstToken) + keysAt + head / group * size;
        long values = projected.row(firstToken) + valuesAt + head / group * size;
        int block = queryBlock(pass.sequence());
        long scores = scores(worker, pass, 0);
        for (int from = 0; from < pass.sequence(); from += block) {
            int to = Math.min(from + block, pass.sequence());
            long queries = projected.row(firstToken + from) + head * size;
            gemm.multiplyByTransposed(to - from, to, size, scale, workspace, queries, stride, workspace, keys, stride, 0, workspace, scores, to);
            for (int query = from; query < to; query++) {
                long at = scores + (long) (query - from) * to;
                workspace.read(at, worker.first, query + 1);
                workspace.set(logSums.row(firstToken + query) + head, worker.kernels.softmax(worker.first, query + 1));
                Arrays.fill(worker.first, query + 1, to, 0);
                workspace.write(at, worker.first, to);
            }
            gemm.multiply(to - from, size, to, 1, workspace, scores, to, workspace, values, stride, 0, workspace,
                    mixed.row(firstToken + from) + head * size, mixed.columns());
        }
    }

    /**
     * The gradient of {@link #forward} for some sequences.
     *
     * @param mixedGradient     gradient of the outputs
     * @param projectedGradient gradient of queries, keys and values
     */
    void backward(Worker worker, Pass pass, Region projected, Region logSums, Region mixedGradient, Region projectedGradient, int firstSequence,
            int sequences) {
        for (int row = firstSequence; row < firstSequence + sequences; row++) {
            for (int head = 0; head < heads; head++) {
                backwardHead(worker, pass, projected, logSums, mixedGradient, projectedGradient, (long) row * pass.sequence(), head);
            }
        }
    }

    private void backwardHead(Worker worker, Pass pass, Region projected, Region logSums, Region mixedGradient, Region projectedGradient,
            long firstToken, int head) {
        FloatMemory workspace = pass.workspace();
        Gemm gemm = worker.gemm;
        int stride = projected.columns();
        int keysColumn = keysAt + head / group * size;
        int valuesColumn = valuesAt + head / group * size;
        long keys = projected.row(firstToken) + keysColumn;
        long values = projected.row(firstToken) + valuesColumn;
        int block = queryBlock(pass.sequence());
        long scores = scores(worker, pass, 0);
        long gradients = scores(worker, pass, 1);
        // from the last block, which reaches all keys, to the first; the first query head of a group overwrites its keys' and values' gradients
        boolean fresh = head % group == 0;
        for (int from = (pass.sequence() - 1) / block * block; from >= 0; from -= block) {
            int to = Math.min(from + block, pass.sequence());
            int n = to - from;
            long queries = projected.row(firstToken + from) + head * size;
            long outputs = mixedGradient.row(firstToken + from) + head * size;
            int outputStride = mixedGradient.columns();
            gemm.multiplyByTransposed(n, to, size, scale, workspace, queries, stride, workspace, keys, stride, 0, workspace, scores, to);
            gemm.multiplyByTransposed(n, to, size, 1, workspace, outputs, outputStride, workspace, values, stride, 0, workspace, gradients, to);
            softmaxBackward(worker, pass, logSums, firstToken, head, from, to);
            float beta = fresh ? 0 : 1;
            gemm.multiplyTransposed(to, size, n, 1, workspace, scores, to, workspace, outputs, outputStride, beta, workspace,
                    projectedGradient.row(firstToken) + valuesColumn, stride);
            gemm.multiplyTransposed(to, size, n, scale, workspace, gradients, to, workspace, queries, stride, beta, workspace,
                    projectedGradient.row(firstToken) + keysColumn, stride);
            gemm.multiply(n, size, to, scale, workspace, gradients, to, workspace, keys, stride, 0, workspace,
                    projectedGradient.row(firstToken + from) + head * size, stride);
            fresh = false;
        }
    }

    /** Turns a block of scores into probabilities and of their gradients into those of the scores. */
    private void softmaxBackward(Worker worker, Pass pass, Region logSums, long firstToken, int head, int from, int to) {
        FloatMemory workspace = pass.workspace();
        for (int query = from; query < to; query++) {
            long score = scores(worker, pass, 0) + (long) (query - from) * to;
            long gradient = scores(worker, pass, 1) + (long) (query - from) * to;
            int seen = query + 1;
            workspace.read(score, worker.first, seen);
            workspace.read(gradient, worker.second, seen);
            worker.kernels.softmaxAgain(worker.first, workspace.get(logSums.row(firstToken + query) + head), seen);
            worker.kernels.softmaxBackward(worker.first, worker.second, seen);
            Arrays.fill(worker.first, seen, to, 0);
            Arrays.fill(worker.second, seen, to, 0);
            workspace.write(score, worker.first, to);
            workspace.write(gradient, worker.second, to);
        }
    }

    /** The worker's own score matrix: the first for scores, the second for their gradients. */
    private static long scores(Worker worker, Pass pass, int which) {
        int block = queryBlock(pass.sequence());
        Region region = pass.layout().scores();
        return region.row(((long) which * worker.count() + worker.index()) * block);
    }
}
