package growth.engine.cpu.block;

import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.engine.common.batch.Sequences;
import growth.engine.common.layout.FlatLayout;
import growth.engine.cpu.block.SoftmaxAttention.QueryKeyValue;
import growth.engine.cpu.layer.Linear;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Activations;
import growth.engine.cpu.pass.Activations.AttentionRegions;
import growth.engine.cpu.pass.Activations.GradientRegions;
import growth.engine.cpu.pass.Activations.UnpooledRegions;
import growth.engine.cpu.pass.Pass;
import growth.engine.cpu.pass.Past;

/**
 * The attention of a block with its projections: W_O·attention(W_QKV·x + b_QKV) + b_O. In the first block of a pooled sequence the queries
 * come from the pooled rows, keys and values from the rows before pooling (Gu et al. 2021).
 */
final class Attention {
    private final int layer;
    private final Linear project;
    private final Linear queries;
    private final Linear keysValues;
    private final Rotary rotary;
    private final HeadGates gates;
    private final SoftmaxAttention attention;
    private final Linear output;
    private final int keysAt;
    private final int valuesAt;

    /** @param rotary rotates queries and keys; null for families with learned positions */
    Attention(FlatLayout layout, int layer, Rotary rotary) {
        this.layer = layer;
        this.rotary = rotary;
        ModelShape shape = layout.shape();
        // query, key and value are neighbours in the flat memory, where they are not one tensor anyway
        ParameterRole first = shape.family() == Family.GPT2 ? ParameterRole.QUERY_KEY_VALUE : ParameterRole.QUERY;
        project = Linear.of(layout, first, layer, Activations.projectedSize(shape), shape.hidden());
        keysAt = shape.attentionSize();
        valuesAt = keysAt + shape.kvHeads() * shape.headSize();
        queries = project.part(0, keysAt);
        keysValues = project.part(keysAt, project.outputs() - keysAt);
        gates = new HeadGates(shape, layer);
        attention = new SoftmaxAttention(shape, layer);
        output = Linear.of(layout, ParameterRole.ATTENTION_OUTPUT, layer, shape.hidden(), shape.attentionSize());
    }

    private boolean readsUnpooled(Pass pass) {
        return pass.pooled() && pass.conditions().place(layer) == 0;
    }

    private QueryKeyValue split(Pass pass, Region projected, Region unpooled) {
        return readsUnpooled(pass) ? new QueryKeyValue(projected, unpooled, 0, valuesAt - keysAt, pass.rows().embedded())
                : new QueryKeyValue(projected, projected, keysAt, valuesAt, pass.rows().body());
    }

    /** Computes output = attention(input) for the worker's rows, and keeps what the backward pass needs. */
    void forward(Worker worker, Pass pass, Region input, Region out) {
        context(worker, pass, input);
        output.forward(worker, pass, pass.kept(layer).attention().context(), out);
    }

    /** Computes everything up to the context, which is what the backward pass needs. */
    void context(Worker worker, Pass pass, Region input) {
        AttentionRegions kept = pass.kept(layer).attention();
        UnpooledRegions unpooled = pass.activations().unpooled();
        if (readsUnpooled(pass)) {
            Sequences embedded = pass.rows().embedded();
            int first = worker.firstRow(embedded);
            queries.forward(worker, pass, input, kept.projected());
            keysValues.forward(worker, pass, unpooled.embedded(), unpooled.keysValues(), first, worker.rows(embedded));
        } else {
            project.forward(worker, pass, input, kept.projected());
        }
        QueryKeyValue at = split(pass, kept.projected(), unpooled.keysValues());
        gates.scaleProjected(worker, pass, at);
        if (rotary != null) {
            rotary.forward(worker, pass, kept.projected());
        }
        round(worker, pass, at);
        pass.meet(worker);
        attention.forward(worker, pass, pass.past().kept() ? keep(worker, pass, kept.projected()) : at, kept);
        pass.meet(worker);
        gates.scaleContext(worker, pass, kept.context());
    }

    /** Rounds queries, keys and values for products, if these read rounded copies. */
    private void round(Worker worker, Pass pass, QueryKeyValue at) {
        pass.round(worker, at.queries());
        if (readsUnpooled(pass)) {
            Sequences embedded = pass.rows().embedded();
            at.keysValues().round(worker.gemm(), worker.firstRow(embedded), worker.rows(embedded));
        }
    }

    /** Writes keys and values behind those of earlier positions; returns where all of them lie. */
    private QueryKeyValue keep(Worker worker, Pass pass, Region projected) {
        Past past = pass.past();
        Region all = past.keysValues()[layer];
        int length = pass.rows().body().length(0);
        for (int row = 0; row < length; row++) {
            all.memory().copy(all.row(past.positions() + row), projected.memory(), projected.row(row) + keysAt, all.columns());
        }
        return new QueryKeyValue(projected, all, 0, valuesAt - keysAt, Sequences.uniform(1, past.positions() + length));
    }

    /**
     * Computes the gradient of {@link #forward}. The workers wait for each other when it is made, before the gradients of weights:
     * {@code gradient} and {@code input} must stay as they are until they do so again.
     *
     * @param gradient      gradient of the output
     * @param inputGradient takes the gradient of the input
     */
    void backward(Worker worker, Pass pass, Region input, Region gradient, Region inputGradient) {
        GradientRegions gradients = pass.activations().gradients();
        UnpooledRegions unpooled = pass.activations().unpooled();
        AttentionRegions kept = pass.kept(layer).attention();
        output.backward(worker, pass, gradient, gradients.context());
        QueryKeyValue at = split(pass, kept.projected(), unpooled.keysValues());
        // what follows reads rows of whole sequences, which the gates may change when all have read them
        pass.meet(worker);
        attention.products(worker, pass, at, kept.context(), gradients.context());
        pass.meet(worker);
        gates.scaleContext(worker, pass, gradients.context());
        QueryKeyValue dprojected = split(pass, gradients.projected(), unpooled.keysValuesGradient());
        // other blocks have used the copy since
        round(worker, pass, at);
        pass.round(worker, gradients.context());
        pass.meet(worker);
        attention.backward(worker, pass, at, kept.logSums(), dprojected);
        pass.meet(worker);
        if (rotary != null) {
            rotary.backward(worker, pass, gradients.projected());
        }
        gates.scaleProjected(worker, pass, dprojected);
        if (readsUnpooled(pass)) {
            Sequences embedded = pass.rows().embedded();
            int first = worker.firstRow(embedded);
            queries.backward(worker, pass, gradients.projected(), inputGradient);
            keysValues.backward(worker, pass, unpooled.keysValuesGradient(), unpooled.embeddedGradient(), first, worker.rows(embedded));
        } else {
            project.backward(worker, pass, gradients.projected(), inputGradient);
        }
        // they meet in frozen blocks too: others may still read regions that the blocks share
        worker.awaitOthers();
        if (pass.conditions().trainable().trains(layer)) {
            weightGradients(worker, pass, input, gradient);
        }
    }

    private void weightGradients(Worker worker, Pass pass, Region input, Region gradient) {
        Region dprojected = pass.activations().gradients().projected();
        UnpooledRegions unpooled = pass.activations().unpooled();
        output.weightGradient(worker, pass, gradient, pass.kept(layer).attention().context());
        if (readsUnpooled(pass)) {
            queries.weightGradient(worker, pass, dprojected, input);
            keysValues.weightGradient(worker, pass, unpooled.keysValuesGradient(), unpooled.embedded(), pass.rows().embedded().total(),
                    pass.accumulate());
        } else {
            project.weightGradient(worker, pass, dprojected, input);
        }
    }
}
