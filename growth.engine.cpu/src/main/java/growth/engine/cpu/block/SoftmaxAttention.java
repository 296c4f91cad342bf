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

    /** Computes context and log sums from the projected heads, for the worker's sequences. */
    void forward(Worker worker, Pass pass, QueryKeyValue at, AttentionRegions kept) {
        Sequences body = pass.rows().body();
        for (int sequence = worker.firstSequence(body); sequence < worker.endSequence(body); sequence++) {
            new AttentionForward(shape, new AttendingSequence(heads, worker, pass, at, sequence), kept).run();
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
        Sequences body = pass.rows().body();
        Region products = pass.activations().gradients().contextProducts();
        for (int sequence = worker.firstSequence(body); sequence < worker.endSequence(body); sequence++) {
            AttendingSequence of = new AttendingSequence(heads, worker, pass, at, sequence);
            worker.kernels().scores().dots(of.contexts(context), of.contexts(gradient), heads.scale(), of.perHead(products, 0, 0));
        }
    }

    /**
     * Computes the gradient of queries, keys and values from that of the context, after {@link #products}.
     *
     * @param at         queries, keys and values
     * @param dprojected takes their gradient
     */
    void backward(Worker worker, Pass pass, QueryKeyValue at, Region logSums, QueryKeyValue dprojected) {
        Sequences body = pass.rows().body();
        for (int sequence = worker.firstSequence(body); sequence < worker.endSequence(body); sequence++) {
            new AttentionBackward(shape, new AttendingSequence(heads, worker, pass, at, sequence),
                    new AttendingSequence(heads, worker, pass, dprojected, sequence), logSums).run();
        }
    }
}
