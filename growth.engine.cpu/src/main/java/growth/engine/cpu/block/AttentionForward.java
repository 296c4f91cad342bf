package growth.engine.cpu.block;

import growth.api.model.ModelShape;
import growth.engine.cpu.block.Heads.Run;
import growth.engine.cpu.kernels.ScoreKernels;
import growth.engine.cpu.kernels.ScoreKernels.Drops;
import growth.engine.cpu.kernels.ScoreKernels.HeadRows;
import growth.engine.cpu.kernels.ScoreTile;
import growth.engine.cpu.kernels.SoftmaxRows;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Gemm;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.pass.Activations.AttentionRegions;
import growth.engine.cpu.pass.AttentionTiles;

/**
 * The forward pass of a sequence's attention. Rows of tiles are queries, columns keys. The context is made of exponentials; their sums
 * divide it at the end.
 */
final class AttentionForward {
    /** Stands for the score of padding before softmax: far below any other one. */
    private static final float PADDING = -1e30f;

    private final AttendingSequence of;
    private final Heads heads;
    private final AttentionTiles tiles;
    private final ScoreKernels kernels;
    private final SoftmaxRows rows;
    private final Region context;
    private final Region logSums;
    private final FloatMemory memory;
    private final float[] attended;

    /** @param kept takes context and log sums */
    AttentionForward(ModelShape shape, AttendingSequence of, AttentionRegions kept) {
        this.of = of;
        heads = of.heads();
        tiles = AttentionTiles.of(shape, of.queries(), of.keys());
        kernels = of.worker().kernels().scores();
        rows = of.worker().softmax();
        context = kept.context();
        logSums = kept.logSums();
        memory = of.memory();
        attended = of.padded() ? of.attended() : null;
    }

    void run() {
        for (int key = of.firstHead(); key < of.endHead(); key += tiles.heads()) {
            for (int member = 0; member < heads.group(); member++) {
                Run run = new Run(key * heads.group() + member, key, Math.min(tiles.heads(), of.endHead() - key));
                for (int from = 0; from < of.queries(); from += tiles.rows()) {
                    block(run, from, Math.min(tiles.rows(), of.queries() - from));
                }
            }
        }
    }

    /** Computes n queries of some heads. */
    private void block(Run run, int from, int n) {
        HeadRows out = of.contexts(context, run, from, n);
        int keys = heads.causal() ? of.before() + from + n : of.keys();
        rows.begin(run.count() * n);
        for (int key = 0; key < keys; key += tiles.columns()) {
            tile(run, from, out, key, Math.min(tiles.columns(), keys - key));
        }
        rows.end(run.count() * n);
        kernels.scale(out, rows.factors());
        for (int i = 0; i < run.count(); i++) {
            memory.write(of.perHead(logSums, run.query() + i * heads.group(), from), rows.logSums(), i * n, n);
        }
    }

    private void tile(Run run, int from, HeadRows out, int key, int columns) {
        Gemm gemm = of.worker().gemm();
        Region keys = of.at().keysValues();
        int n = out.rows();
        int stride = AttentionTiles.stride(columns);
        Region queries = of.at().queries();
        gemm.left(queries.operand(), queries.operand(of.query(run.query(), from)), queries.columns())
                .rightTransposed(keys.operand(), keys.operand(of.key(run.key(), key)), keys.columns()).into(memory, of.tiles(0), stride)
                .batch(run.count(), heads.step(), heads.size(), n * stride).multiply(n, columns, heads.size());
        ScoreTile scores = new ScoreTile(memory, of.tiles(0), run.count(), n, columns, stride,
                heads.causal() ? of.before() + from + 1 - key : columns, heads.causal() ? 1 : 0);
        exponentials(scores, key, of.drops(run, from, n, key));
        if (key > 0) {
            kernels.scale(out, rows.factors());
        }
        of.round(scores, 0);
        Region scratch = of.scratch();
        gemm.left(scratch.operand(), scratch.operand(of.tiles(0)), stride)
                .right(keys.operand(), keys.operand(of.value(run.key(), key)), keys.columns())
                .into(memory, out.at(), out.stride()).batch(run.count(), n * stride, heads.size(), heads.step())
                .multiply(n, heads.size(), columns, 1, key == 0 ? 0 : 1);
    }

    private void exponentials(ScoreTile scores, int key, Drops drops) {
        if (attended != null) {
            kernels.fill(scores, attended, key, PADDING);
        }
        kernels.exponentials(scores, heads.scale(), rows);
        if (attended != null) {
            kernels.fill(scores, attended, key, 0);
        }
        if (drops != null) {
            kernels.drop(scores, drops);
        }
    }
}
