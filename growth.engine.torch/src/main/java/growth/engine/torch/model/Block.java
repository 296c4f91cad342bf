package growth.engine.torch.model;

import growth.api.engine.EngineOptions.Recompute;
import growth.engine.common.layout.FlatLayout;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Tensor;

/**
 * One transformer block: a segment for attention and one for the MLP. Under a layer gate it is c·Block(h) + (1−c)·h. If blocks are
 * recomputed, it remembers its input alone.
 */
public final class Block implements Segment {
    private final int layer;
    private final Segment attention;
    private final Segment mlp;
    /** What bypasses the block in the first block of pooled sequences: they, pooled. */
    private final Segment pooling;
    private Tensor input;

    /**
     * @param attention the attention branch with its norm and its addition to the residual stream
     * @param mlp       the same of the MLP
     */
    public Block(int layer, Segment attention, Segment mlp) {
        this.layer = layer;
        this.attention = attention;
        this.mlp = mlp;
        pooling = new GraphSegment(layer) {
            @Override
            protected Tensor compute(Pass pass, Tensor x) {
                return Pooling.pool(pass, x);
            }
        };
    }

    /**
     * Returns a block of segments whose backward pass is autograd's.
     *
     * @param rotary rotates queries and keys; null for families with learned positions
     */
    public static Block of(FlatLayout layout, int layer, Rotary rotary) {
        return new Block(layer, new AttentionSegment(layout, layer, rotary), new MlpSegment(layout, layer));
    }

    @Override
    public Tensor forward(Pass pass, Tensor x) {
        boolean again = pass.records(layer) && pass.conditions().recompute() == Recompute.BLOCK;
        if (again) {
            input = pass.aten().autograd().detach(x);
        }
        Tensor y = branches(pass, x);
        if (again) {
            attention.forget();
            mlp.forget();
        }
        return mix(pass, x, y);
    }

    private Tensor branches(Pass pass, Tensor x) {
        Tensor middle = attention.forward(pass, x);
        Tensor y = mlp.forward(pass, middle);
        middle.release();
        return y;
    }

    /** Returns c·y + (1−c)·h under a layer gate, where h is what the block sees; y is released then. */
    private Tensor mix(Pass pass, Tensor x, Tensor y) {
        GateTensors gates = pass.conditions().gates();
        if (gates.layer(layer) == null) {
            return y;
        }
        if (!pass.pools(layer)) {
            return mix(pass.aten(), y, gates.layer(layer), x, gates.bypass(layer));
        }
        Tensor pooled = pooling.forward(pass, x);
        Tensor sum = mix(pass.aten(), y, gates.layer(layer), pooled, gates.bypass(layer));
        pooled.release();
        return sum;
    }

    /** Returns a·y + b·h, and releases y. */
    private static Tensor mix(Aten aten, Tensor y, Tensor a, Tensor h, Tensor b) {
        Tensor scaled = aten.mul(y, a);
        y.release();
        Tensor rest = aten.mul(h, b);
        Tensor sum = aten.add(scaled, rest);
        scaled.release();
        rest.release();
        return sum;
    }

    @Override
    public Tensor backward(Pass pass, Tensor gradient, boolean inputWanted) {
        if (input != null) {
            branches(pass, input).release();
        }
        Tensor c = pass.conditions().gates().layer(layer);
        Tensor last = c == null ? gradient : pass.aten().mul(gradient, c);
        Tensor middle = mlp.backward(pass, last, true);
        if (c != null) {
            last.release();
        }
        Tensor before = attention.backward(pass, middle, inputWanted);
        middle.release();
        if (c != null && inputWanted) {
            before = addBypass(pass, before, gradient);
        }
        forget();
        return before;
    }

    /** Adds (1−c)·gradient, through the pooling if there is one; releases what it is added to. */
    private Tensor addBypass(Pass pass, Tensor before, Tensor gradient) {
        Aten aten = pass.aten();
        Tensor rest = aten.mul(gradient, pass.conditions().gates().bypass(layer));
        Tensor through = pass.pools(layer) ? pooling.backward(pass, rest, true) : rest;
        Tensor sum = aten.add(before, through);
        before.release();
        rest.release();
        through.release();
        return sum;
    }

    @Override
    public void forget() {
        attention.forget();
        mlp.forget();
        pooling.forget();
        if (input != null) {
            input.release();
            input = null;
        }
    }
}
