package growth.engine.cpu.model;

import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.engine.cpu.memory.FlatLayout;
import growth.engine.cpu.memory.Region;

/**
 * The attention of a block with its projections: W_O·attention(W_QKV·x + b_QKV) + b_O. In the first block of a pooled sequence the queries
 * come from the pooled rows, keys and values from the rows before pooling (Gu et al. 2021).
 */
final class AttentionBranch implements Branch {
    private final int layer;
    private final Linear project;
    private final Linear queries;
    private final Linear keysValues;
    private final Rotary rotary;
    private final HeadGates gates;
    private final Attention attention;
    private final Linear output;
    private final int keysAt;
    private final int valuesAt;

    /** @param rotary turns queries and keys; null for families with learned positions */
    AttentionBranch(FlatLayout layout, int layer, Rotary rotary) {
        this.layer = layer;
        this.rotary = rotary;
        ModelShape shape = layout.shape();
        // query, key and value lie one after the other in the flat buffer, where they are not one tensor anyway
        ParameterRole first = shape.family() == Family.GPT2 ? ParameterRole.QUERY_KEY_VALUE : ParameterRole.QUERY;
        project = Linear.of(layout, first, layer, Attention.projectedSize(shape), shape.hidden());
        keysAt = shape.attentionSize();
        valuesAt = keysAt + shape.kvHeads() * shape.headSize();
        queries = project.part(0, keysAt);
        keysValues = project.part(keysAt, project.outputs() - keysAt);
        gates = new HeadGates(shape, layer);
        attention = new Attention(shape, layer);
        output = Linear.of(layout, ParameterRole.ATTENTION_OUTPUT, layer, shape.hidden(), shape.attentionSize());
    }

    private boolean crosses(Pass pass) {
        return pass.pooled() && pass.conditions().place(layer) == 0;
    }

    private Projected projected(Pass pass, Region body, Region full) {
        return crosses(pass) ? new Projected(body, full, 0, valuesAt - keysAt, pass.full())
                : new Projected(body, body, keysAt, valuesAt, pass.body());
    }

    @Override
    public void forward(Worker worker, Pass pass, Region in, Region out) {
        mix(worker, pass, in);
        output.forward(worker, pass, pass.kept(layer).mixed(), out);
    }

    /** Everything up to the outputs of the heads, which is what the backward pass needs. */
    void mix(Worker worker, Pass pass, Region in) {
        ActivationLayout at = pass.layout();
        ActivationLayout.BlockRegions kept = pass.kept(layer);
        if (crosses(pass)) {
            queries.forward(worker, pass, in, kept.projected());
            int first = pass.full().firstRow(worker);
            keysValues.forward(worker, pass, at.embedded(), first, pass.workspace(), at.keysValues(), first, pass.full().rows(worker));
        } else {
            project.forward(worker, pass, in, kept.projected());
        }
        Projected projected = projected(pass, kept.projected(), at.keysValues());
        gates.projected(worker, pass, projected);
        if (rotary != null) {
            rotary.forward(worker, pass, kept.projected());
        }
        attention.forward(worker, pass, projected, kept.mixed(), kept.logSums());
        gates.mixed(worker, pass, kept.mixed());
    }

    @Override
    public void backward(Worker worker, Pass pass, Region in, Region gradient, Region inGradient) {
        ActivationLayout at = pass.layout();
        ActivationLayout.BlockRegions kept = pass.kept(layer);
        output.backward(worker, pass, gradient, at.mixedGradient());
        gates.mixed(worker, pass, at.mixedGradient());
        Projected dprojected = projected(pass, at.projectedGradient(), at.keysValuesGradient());
        attention.backward(worker, pass, projected(pass, kept.projected(), at.keysValues()), kept.logSums(), at.mixedGradient(),
                dprojected);
        if (rotary != null) {
            rotary.backward(worker, pass, at.projectedGradient());
        }
        gates.projected(worker, pass, dprojected);
        if (crosses(pass)) {
            queries.backward(worker, pass, at.projectedGradient(), inGradient);
            int first = pass.full().firstRow(worker);
            keysValues.backward(worker, pass, at.keysValuesGradient(), first, at.embeddedGradient(), first, pass.full().rows(worker), 0);
        } else {
            project.backward(worker, pass, at.projectedGradient(), inGradient);
        }
        // they meet in frozen blocks too: regions that the blocks share may still be read by others
        worker.awaitOthers();
        if (!pass.conditions().trainable().trains(layer)) {
            return;
        }
        output.weightGradient(worker, pass, gradient, kept.mixed());
        if (crosses(pass)) {
            queries.weightGradient(worker, pass, at.projectedGradient(), in);
            keysValues.weightGradient(worker, pass, at.keysValuesGradient(), 0, at.embedded(), 0, pass.full().total(), pass.accumulate());
        } else {
            project.weightGradient(worker, pass, at.projectedGradient(), in);
        }
    }
}
