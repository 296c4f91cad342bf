package growth.engine.cpu.block;

import growth.api.model.ModelShape;
import growth.engine.common.batch.Sequences;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Activations.AttentionRegions;
import growth.engine.cpu.pass.Pass;

/**
 * Softmax attention. Heads are read and written where they lie in the fused projection, several at once. Scores are made tile by tile in
 * memory that the cache holds, and never kept (Dao et al. 2022): softmax goes on from tile to tile, and the backward pass makes the
 * probabilities again from the logarithms of their denominators. Memory so grows with the sequence, not with its square. Of the masked
 * half of causal attention only the corners at the diagonal are computed.
 */
final class SoftmaxAttention {
    private final ModelShape shape;
    private final Heads heads;

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
        this.shape = shape;
        heads = Heads.of(shape, layer);
    }

    /** Returns the first of the worker's key heads behind those that belong to the same sequence. */
    private int behind(int part, int end) {
        return Math.min(end, (part / heads.keys() + 1) * heads.keys());
    }

    /** Computes context and log sums from the projected heads, for the worker's heads of all sequences. */
    void forward(Worker worker, Pass pass, QueryKeyValue at, AttentionRegions kept) {
        int end = pass.endPart(worker, heads.keys());
        for (int part = pass.firstPart(worker, heads.keys()); part < end; part = behind(part, end)) {
            new AttentionForward(shape, new AttendingSequence(heads, worker, pass, at, part, behind(part, end)), kept).run();
        }
    }

    /**
     * Computes the products of each head's context and its gradient: what {@link #backward} subtracts from the gradients of the
     * probabilities. Gates of heads must have been applied to either both or to only one of them twice, so that they come first.
     *
     * @param context  the context
     * @param gradient its gradient
     */
    void products(Worker worker, Pass pass, QueryKeyValue at, Region context, Region gradient) {
        Region products = pass.activations().gradients().contextProducts();
        int end = pass.endPart(worker, heads.keys());
        for (int part = pass.firstPart(worker, heads.keys()); part < end; part = behind(part, end)) {
            AttendingSequence of = new AttendingSequence(heads, worker, pass, at, part, behind(part, end));
            worker.kernels().scores().dots(of.contexts(context), of.contexts(gradient), heads.scale(),
                    of.perHead(products, of.firstHead() * heads.group(), 0));
        }
    }

    /**
     * Computes the gradient of queries, keys and values from that of the context, after {@link #products}.
     *
     * @param at         queries, keys and values
     * @param dprojected takes their gradient
     */
    void backward(Worker worker, Pass pass, QueryKeyValue at, Region logSums, QueryKeyValue dprojected) {
        int end = pass.endPart(worker, heads.keys());
        for (int part = pass.firstPart(worker, heads.keys()); part < end; part = behind(part, end)) {
            new AttentionBackward(shape, new AttendingSequence(heads, worker, pass, at, part, behind(part, end)),
                    new AttendingSequence(heads, worker, pass, dprojected, part, behind(part, end)), logSums).run();
        }
    }
}
