package growth.engine.torch.model;

import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.engine.common.layout.FlatLayout;
import growth.engine.common.random.Dropout.Site;
import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.batch.Past;

/**
 * The attention of a block with its projections: W_O·attention(W_QKV·x + b_QKV) + b_O, with grouped queries (Ainslie et al. 2023). In the
 * first block of pooled sequences queries come from the pooled rows, keys and values from the rows before pooling (Gu et al. 2021).
 * libtorch's fused attention computes it, unless probabilities are dropped.
 */
final class Attention {
    private final int layer;
    private final int heads;
    private final int kvHeads;
    private final int size;
    private final double scale;
    private final Rotary rotary;
    private final Linear project;
    private final Linear output;

    /** @param rotary rotates queries and keys; null for families with learned positions */
    Attention(FlatLayout layout, int layer, Rotary rotary) {
        this.layer = layer;
        this.rotary = rotary;
        ModelShape shape = layout.shape();
        heads = shape.heads();
        kvHeads = shape.kvHeads();
        size = shape.headSize();
        scale = 1 / Math.sqrt(size);
        project = Linear.of(layout, shape.family() == Family.GPT2 ? ParameterRole.QUERY_KEY_VALUE : ParameterRole.QUERY, layer);
        output = Linear.of(layout, ParameterRole.ATTENTION_OUTPUT, layer);
    }

    /** Heads as they are projected, {@code [rows, length, heads, headSize]}. */
    private record Projected(Tensor queries, Tensor keys, Tensor values) {
    }

    /** Computes attention(x), {@code [rows, length, hidden]} in the pass' precision. */
    Tensor apply(Pass pass, Tensor x) {
        Aten aten = pass.aten();
        Tensor all = heads(pass, project.apply(pass, x));
        Tensor gate = pass.conditions().gates().projected(layer);
        Tensor gated = gate == null ? all : pass.inPrecision(aten.mul(all, gate));
        if (rotary == null) {
            Tensor[] parts = aten.split(gated, 2, heads, kvHeads, kvHeads);
            return attend(pass, new Projected(parts[0], parts[1], parts[2]), pass.mask());
        }
        long before = pass.batch().past() == null ? 0 : pass.batch().past().positions();
        Tensor[] parts = aten.split(gated, 2, (long) heads + kvHeads, kvHeads);
        Tensor[] rotated = aten.split(pass.inPrecision(rotary.apply(aten, parts[0], before)), 2, heads, kvHeads);
        return attend(pass, new Projected(rotated[0], rotated[1], parts[1]), pass.mask());
    }

    /**
     * Computes attention of pooled queries to the rows before pooling.
     *
     * @param pooled   {@code [rows, length, hidden]}
     * @param unpooled {@code [rows, embeddedLength, hidden]}
     * @return {@code [rows, length, hidden]} in the pass' precision
     */
    Tensor apply(Pass pass, Tensor pooled, Tensor unpooled) {
        Aten aten = pass.aten();
        long width = (long) heads * size;
        Tensor queries = heads(pass, project.apply(pass, pooled, 0, width));
        Tensor others = heads(pass, project.apply(pass, unpooled, width, 2L * kvHeads * size));
        Tensor gate = pass.conditions().gates().projected(layer);
        if (gate != null) {
            queries = pass.inPrecision(aten.mul(queries, aten.narrow(gate, 0, 0, heads)));
            others = pass.inPrecision(aten.mul(others, aten.narrow(gate, 0, heads, 2L * kvHeads)));
        }
        Tensor[] parts = aten.split(others, 2, kvHeads, kvHeads);
        return attend(pass, new Projected(queries, parts[0], parts[1]), AttentionMask.NONE);
    }

    private Tensor heads(Pass pass, Tensor projected) {
        return pass.aten().view(projected, projected.size(0), projected.size(1), projected.size(2) / size, size);
    }

    private Tensor attend(Pass pass, Projected projected, AttentionMask mask) {
        Aten aten = pass.aten();
        Tensor queries = aten.transpose(projected.queries(), 1, 2);
        Tensor keys = aten.transpose(projected.keys(), 1, 2);
        Tensor values = aten.transpose(projected.values(), 1, 2);
        if (pass.batch().past() != null) {
            Past.KeyValue all = pass.batch().past().extend(layer, keys, values);
            keys = all.keys();
            values = all.values();
        }
        boolean drops = pass.noise() != null && pass.noise().dropsAttention();
        // on a GPU only flash attention groups queries by itself, and it knows neither masks nor single precision
        boolean grouped = heads != kvHeads && !drops && (!aten.device().cuda() || pass.halves() && mask.allowed() == null);
        if (heads != kvHeads && !grouped) {
            keys = repeat(aten, keys);
            values = repeat(aten, values);
        }
        Tensor context = drops ? dropping(pass, queries, keys, values, mask)
                : aten.scaledDotProductAttention(queries, keys, values, mask.allowed(), mask.causal(), scale, grouped);
        if (mask.seen() != null) {
            context = aten.mul(context, mask.seen());
        }
        context = aten.transpose(context, 1, 2);
        Tensor gate = pass.conditions().gates().context(layer);
        Tensor gated = gate == null ? context : aten.mul(context, gate);
        return output.apply(pass, aten.reshape(gated, gated.size(0), gated.size(1), (long) heads * size));
    }

    /** Gives each query head its own copy of the keys or values. */
    private Tensor repeat(Aten aten, Tensor x) {
        long rows = x.size(0);
        long length = x.size(2);
        long group = heads / kvHeads;
        Tensor wide = aten.expand(aten.unsqueeze(x, 2), rows, kvHeads, group, length, size);
        return aten.reshape(wide, rows, heads, length, size);
    }

    /** Computes attention whose probabilities are dropped at random, softmax in single precision. */
    private Tensor dropping(Pass pass, Tensor queries, Tensor keys, Tensor values, AttentionMask mask) {
        Aten aten = pass.aten();
        try (Arena arena = aten.open()) {
            Tensor products = aten.matmul(aten.mul(queries, scale), aten.transpose(keys, -2, -1));
            Tensor scores = pass.halves() ? aten.to(products, Dtype.F32) : products;
            Tensor visible = mask.allowed() == null ? scores : aten.maskedFill(scores, aten.not(mask.allowed()), Double.NEGATIVE_INFINITY);
            Tensor probabilities = pass.noise().drop(Site.ATTENTION, layer, aten.softmax(visible, -1));
            return arena.keep(aten.matmul(pass.inPrecision(probabilities), values));
        }
    }
}
