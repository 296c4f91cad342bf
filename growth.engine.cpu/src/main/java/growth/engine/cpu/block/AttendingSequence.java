package growth.engine.cpu.block;

import growth.engine.common.random.Dropout;
import growth.engine.cpu.block.Heads.Run;
import growth.engine.cpu.block.SoftmaxAttention.QueryKeyValue;
import growth.engine.cpu.kernels.ScoreKernels.Drops;
import growth.engine.cpu.kernels.ScoreKernels.HeadRows;
import growth.engine.cpu.kernels.ScoreTile;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Gemm;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Pass;

/**
 * A sequence, of which a worker computes the attention of some heads, or of all: where everything lies.
 *
 * @param heads    the heads
 * @param worker   the worker
 * @param pass     the pass
 * @param at       queries, keys and values
 * @param part     the first key head, counted through all sequences ({@link Pass#firstPart})
 * @param end      the first key head that is not computed
 */
record AttendingSequence(Heads heads, Worker worker, Pass pass, QueryKeyValue at, int part, int end) {
    /** Returns the number of the sequence. */
    int sequence() {
        return part / heads.keys();
    }

    /** Returns the first key head. */
    int firstHead() {
        return part % heads.keys();
    }

    /** Returns the first key head of the sequence that is not computed. */
    int endHead() {
        return firstHead() + end - part;
    }

    /** Returns the number of queries. */
    int queries() {
        return pass.rows().body().length(sequence());
    }

    /** Returns the number of keys. */
    int keys() {
        return at.sequences().length(sequence());
    }

    /** Returns the first row of keys and values. */
    int firstKey() {
        return at.sequences().start(sequence());
    }

    /** Returns the positions before the first query, of which only keys and values are here. */
    int before() {
        return heads.causal() ? keys() - queries() : 0;
    }

    /** Returns the row of a query in the regions of the stream. */
    int row(int query) {
        return pass.rows().body().start(sequence()) + query;
    }

    /** Returns the place of a query's head. */
    long query(int head, int query) {
        return at.queries().row(row(query)) + (long) head * heads.size();
    }

    /** Returns the place of a key's head. */
    long key(int head, int key) {
        return at.keysValues().row(firstKey() + key) + at.keysAt() + (long) head * heads.size();
    }

    /** Returns the place of a value's head. */
    long value(int head, int key) {
        return at.keysValues().row(firstKey() + key) + at.valuesAt() + (long) head * heads.size();
    }

    /** Returns the place of a query's head in a region of contexts. */
    long context(Region contexts, int head, int query) {
        return contexts.row(row(query)) + (long) head * heads.size();
    }

    /** Returns the rows of some queries and heads in a region of contexts. */
    HeadRows contexts(Region contexts, Run run, int from, int n) {
        return new HeadRows(contexts.memory(), context(contexts, run.query(), from), contexts.columns(), n, run.count(), heads.step(),
                heads.size());
    }

    /** Returns the rows of all queries and of the query heads in a region of contexts. */
    HeadRows contexts(Region contexts) {
        return new HeadRows(contexts.memory(), context(contexts, firstHead() * heads.group(), 0), contexts.columns(), queries(),
                (end - part) * heads.group(), heads.size(),
                heads.size());
    }

    /** Returns the place of a query in a region with one element per head: those of a sequence lie there head by head. */
    long perHead(Region region, int head, int query) {
        return region.row(row(0)) + (long) head * queries() + query;
    }

    /** Returns the memory of the activations, which has the tiles too. */
    FloatMemory memory() {
        return at.queries().memory();
    }

    /** Returns the region of all tiles. */
    Region scratch() {
        return pass.activations().shared().attentionScores();
    }

    /** Returns the place of the worker's tiles: 0 for the scores, 1 for their gradients. */
    long tiles(int which) {
        return scratch().row((long) which * worker.count() + worker.index());
    }

    /**
     * Rounds tiles for products, if these read rounded copies.
     *
     * @param tile  how they lie
     * @param which 0 for the scores, 1 for their gradients
     */
    void round(ScoreTile tile, int which) {
        Region scratch = scratch();
        if (scratch.rounded() != null) {
            long at = tiles(which);
            worker.gemm().convert(memory(), at, scratch.operand(), scratch.operand(at),
                    new Gemm.Sizes(tile.heads() * tile.rows(), tile.stride(), tile.stride()));
        }
    }

    /**
     * Returns what is dropped of the probabilities of some heads; null if nothing is.
     *
     * @param from first query
     * @param n    number of queries
     * @param key  first key
     */
    Drops drops(Run run, int from, int n, int key) {
        Dropout dropout = pass.dropout();
        if (!dropout.touches(Dropout.Site.ATTENTION)) {
            return null;
        }
        // a vector of them is read behind the last one
        int[] keys = worker.softmax().keys(run.count() * n + ScoreTile.UNIT);
        for (int i = 0; i < run.count() * n; i++) {
            int head = run.query() + i / n * heads.group();
            keys[i] = dropout.key(Dropout.Site.ATTENTION, heads.layer(), (long) row(from + i % n) * heads.count() + head);
        }
        return new Drops(keys, key, dropout.threshold(Dropout.Site.ATTENTION), dropout.scale(Dropout.Site.ATTENTION));
    }

    /** Returns whether some of the keys are padding. */
    boolean padded() {
        return pass.rows().padding().touches(sequence());
    }

    /** Returns whether a key is attended to, and so no padding. */
    boolean attended(int key) {
        return pass.rows().padding().attended(firstKey() + key);
    }

    /** Returns a factor for each key: 1 for those that are attended to, 0 for padding. */
    float[] attended() {
        // a vector of them is read behind the last one
        float[] factors = worker.softmax().attended(keys() + ScoreTile.UNIT);
        for (int i = 0; i < keys(); i++) {
            factors[i] = attended(i) ? 1 : 0;
        }
        return factors;
    }
}
