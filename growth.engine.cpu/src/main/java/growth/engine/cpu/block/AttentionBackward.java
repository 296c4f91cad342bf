package growth.engine.cpu.block;

import growth.api.model.ModelShape;
import growth.engine.cpu.block.Heads.Run;
import growth.engine.cpu.kernels.ScoreKernels.Queries;
import growth.engine.cpu.kernels.ScoreTile;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Gemm;
import growth.engine.cpu.memory.NativeMemory;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.pass.Activations.GradientRegions;
import growth.engine.cpu.pass.AttentionTiles;

/**
 * The backward pass of a sequence's attention. Rows of tiles are keys, columns queries: of five products only one then has to transpose a
 * tile, padding is whole rows, and what is known of queries are vectors.
 */
final class AttentionBackward {
    private final AttendingSequence of;
    private final AttendingSequence gradients;
    private final Heads heads;
    private final AttentionTiles tiles;
    private final Region logSums;
    private final Region products;
    private final Region dcontext;
    private final FloatMemory memory;

    /**
     * @param of        the sequence
     * @param gradients the same with the places of the gradients
     * @param logSums   log sums of the queries
     */
    AttentionBackward(ModelShape shape, AttendingSequence of, AttendingSequence gradients, Region logSums) {
        this.of = of;
        this.gradients = gradients;
        this.logSums = logSums;
        heads = of.heads();
        tiles = AttentionTiles.of(shape, of.keys(), of.queries());
        GradientRegions regions = of.pass().activations().gradients();
        products = regions.contextProducts();
        dcontext = regions.context();
        memory = of.memory();
    }

    void run() {
        for (int key = of.firstHead(); key < of.endHead(); key += tiles.heads()) {
            for (int member = 0; member < heads.group(); member++) {
                Run run = new Run(key * heads.group() + member, key, Math.min(tiles.heads(), of.endHead() - key));
                for (int from = 0; from < of.keys(); from += tiles.rows()) {
                    block(run, from, Math.min(tiles.rows(), of.keys() - from));
                }
            }
        }
    }

    /** Computes n keys of some heads. */
    private void block(Run run, int from, int n) {
        int first = heads.causal() ? Math.max(0, from - of.before()) : 0;
        for (int query = first; query < of.queries(); query += tiles.columns()) {
            int columns = Math.min(tiles.columns(), of.queries() - query);
            probabilities(run, from, n, query, columns);
            // the first query heads of a group overwrite what the others add to
            products(run, from, n, query, columns, query == first && run.query() % heads.group() == 0 ? 0 : 1);
        }
    }

    /** Makes tiles of probabilities and of the gradients of scores. */
    private void probabilities(Run run, int from, int n, int query, int columns) {
        Gemm gemm = of.worker().gemm();
        Region keys = of.at().keysValues();
        int stride = AttentionTiles.stride(columns);
        int step = heads.step();
        Region queries = of.at().queries();
        gemm.left(keys.operand(), keys.operand(of.key(run.key(), from)), keys.columns())
                .rightTransposed(queries.operand(), queries.operand(of.query(run.query(), query)), queries.columns())
                .into(memory, of.tiles(0), stride).batch(run.count(), heads.size(), step, n * stride).multiply(n, columns, heads.size());
        gemm.left(keys.operand(), keys.operand(of.value(run.key(), from)), keys.columns())
                .rightTransposed(dcontext.operand(), dcontext.operand(of.context(dcontext, run.query(), query)), dcontext.columns())
                .into(memory, of.tiles(1), stride).batch(run.count(), heads.size(), step, n * stride).multiply(n, columns, heads.size());
        ScoreTile scores = new ScoreTile(memory, of.tiles(0), run.count(), n, columns, stride,
                heads.causal() ? from - of.before() - query : 0, heads.causal() ? 1 : 0);
        of.worker().kernels().scores().gradients(scores, of.tiles(1), heads.scale(),
                new Queries(of.perHead(logSums, run.query(), query), of.perHead(products, run.query(), query),
                        heads.group() * of.queries()), of.drops(run, query, columns, from));
        clearPadding(scores, from);
        of.round(scores, 0);
        of.round(scores, 1);
    }

    private void clearPadding(ScoreTile scores, int from) {
        for (int row = 0; of.padded() && row < scores.heads() * scores.rows(); row++) {
            if (!of.attended(from + row % scores.rows())) {
                for (int which = 0; which < 2; which++) {
                    long at = of.tiles(which) + (long) row * scores.stride();
                    memory.clear(at, at + scores.columns());
                }
            }
        }
    }

    private void products(Run run, int from, int n, int query, int columns, float beta) {
        Gemm gemm = of.worker().gemm();
        Region keys = of.at().keysValues();
        Region dqueries = gradients.at().queries();
        Region dkeys = gradients.at().keysValues();
        int size = heads.size();
        int stride = AttentionTiles.stride(columns);
        int step = heads.step();
        Region queries = of.at().queries();
        NativeMemory scratch = of.scratch().operand();
        long probabilities = of.scratch().operand(of.tiles(0));
        long scores = of.scratch().operand(of.tiles(1));
        gemm.left(scratch, probabilities, stride)
                .right(dcontext.operand(), dcontext.operand(of.context(dcontext, run.query(), query)), dcontext.columns())
                .into(memory, gradients.value(run.key(), from), dkeys.columns())
                .batch(run.count(), n * stride, step, size).multiply(n, size, columns, 1, beta);
        gemm.left(scratch, scores, stride)
                .right(queries.operand(), queries.operand(of.query(run.query(), query)), queries.columns())
                .into(memory, gradients.key(run.key(), from), dkeys.columns())
                .batch(run.count(), n * stride, step, size).multiply(n, size, columns, 1, beta);
        // the first keys reach all queries
        gemm.leftTransposed(scratch, scores, stride).right(keys.operand(), keys.operand(of.key(run.key(), from)), keys.columns())
                .into(memory, gradients.query(run.query(), query), dqueries.columns())
                .batch(run.count(), n * stride, size, step).multiply(columns, size, n, 1, from == 0 ? 0 : 1);
    }
}
