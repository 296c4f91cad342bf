package growth.engine.cpu.block;

import static growth.api.model.ParameterRole.ATTENTION_NORM;
import static growth.api.model.ParameterRole.MLP_NORM;

import growth.api.engine.EngineOptions.Recompute;
import growth.api.model.ModelShape;
import growth.engine.common.layout.FlatLayout;
import growth.engine.common.random.Dropout;
import growth.engine.cpu.layer.Norm;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Activations.BlockRegions;
import growth.engine.cpu.pass.Activations.GradientRegions;
import growth.engine.cpu.pass.Pass;

/**
 * One transformer block: attention and MLP, each with its norm and its addition to the residual stream. Its two kinds say where the norms
 * stand. Each worker computes its own rows; gradients of weights are sums over all of them and are shared out by rows of the weight
 * instead. The workers wait for each other once in each branch's backward pass, and around attention where sequences are split over them:
 * whatever one of them still reads then is written by none before the next meeting.
 */
public abstract class Block {
    final Attention attention;
    final Norm attentionNorm;
    final Residual attentionResidual;
    final Mlp mlp;
    final Norm mlpNorm;
    final Residual mlpResidual;
    private final int layer;

    Block(FlatLayout layout, int layer, Rotary rotary) {
        this.layer = layer;
        ModelShape shape = layout.shape();
        attention = new Attention(layout, layer, rotary);
        attentionNorm = new Norm(layout, ATTENTION_NORM, layer);
        attentionResidual = new Residual(Dropout.Site.ATTENTION_OUTPUT, layer, shape.layers(), shape.hidden());
        mlp = new Mlp(layout, layer);
        mlpNorm = new Norm(layout, MLP_NORM, layer);
        mlpResidual = new Residual(Dropout.Site.MLP_OUTPUT, layer, shape.layers(), shape.hidden());
    }

    /**
     * Creates a block of the family's kind.
     *
     * @param rotary rotates queries and keys; null for families with learned positions
     */
    public static Block of(FlatLayout layout, int layer, Rotary rotary) {
        return layout.shape().family().preNorm() ? new PreNormBlock(layout, layer, rotary) : new PostNormBlock(layout, layer, rotary);
    }

    /**
     * Computes the block.
     *
     * @param before the stream before the block
     * @param after  takes the stream behind it; may be the same region
     */
    abstract void compute(Worker worker, Pass pass, BlockRegions kept, Region before, Region after);

    /** Computes again all of attention that its backward pass needs. */
    abstract void computeAttention(Worker worker, Pass pass, BlockRegions kept, Region before);

    /** Turns {@link GradientRegions#stream} from the gradient of the stream after the block into that of the stream before it. */
    abstract void differentiate(Worker worker, Pass pass, BlockRegions kept, Region before);

    /** Computes the block; under a layer gate c·Block(h) + (1−c)·h. */
    public final void forward(Worker worker, Pass pass) {
        Region before = pass.before(layer);
        Region after = pass.after(layer);
        Region bypass = pass.activations().shared().bypass();
        float c = pass.gates().layer(layer);
        if (c != 1) {
            scale(worker, pass, before, 1 - c, bypass);
        }
        compute(worker, pass, pass.kept(layer), before, after);
        if (c != 1) {
            scale(worker, pass, after, c, after);
            add(worker, pass, after, bypass, after);
        }
    }

    /** Computes the gradient of {@link #forward} in {@link GradientRegions#stream}. */
    public final void backward(Worker worker, Pass pass) {
        Region gradient = pass.activations().gradients().stream();
        Region bypass = pass.activations().shared().bypass();
        float c = pass.gates().layer(layer);
        if (c != 1) {
            scale(worker, pass, gradient, 1 - c, bypass);
            scale(worker, pass, gradient, c, gradient);
        }
        if (recompute(pass) == Recompute.BLOCK) {
            // others may still read what the blocks share
            worker.awaitOthers();
            compute(worker, pass, pass.kept(layer), pass.before(layer), pass.after(layer));
        }
        differentiate(worker, pass, pass.kept(layer), pass.before(layer));
        if (c != 1) {
            add(worker, pass, gradient, bypass, gradient);
        }
    }

    private static Recompute recompute(Pass pass) {
        return pass.activations().needs().options().recompute();
    }

    /**
     * Computes the attention branch's part of {@link #differentiate}, the gradient of its input, in the branch's region.
     *
     * @param input       attention's input
     * @param sumGradient gradient of the sum to which attention was added
     */
    final void differentiateAttention(Worker worker, Pass pass, BlockRegions kept, Region input, Region sumGradient) {
        if (recompute(pass) == Recompute.ATTENTION) {
            computeAttention(worker, pass, kept, pass.before(layer));
            // the projection that reads it is not computed again
            pass.round(worker, kept.attention().context());
        }
        Region masked = pass.activations().gradients().maskedAttention();
        Region gradient = attentionResidual.branchGradient(worker, pass, sumGradient, masked);
        attention.backward(worker, pass, input, gradient, pass.activations().shared().branch());
    }

    /** Computes sum = a + b for the worker's rows; {@code sum} may be either. */
    static void add(Worker worker, Pass pass, Region a, Region b, Region sum) {
        for (int row = pass.first(worker); row < pass.end(worker); row++) {
            worker.kernels().sum(sum.memory(), a.row(row), b.row(row), sum.row(row), sum.columns());
        }
    }

    private static void scale(Worker worker, Pass pass, Region x, float c, Region scaled) {
        for (int row = pass.first(worker); row < pass.end(worker); row++) {
            if (scaled != x) {
                scaled.copy(row, x, row);
            }
            worker.kernels().scale(scaled.memory(), scaled.row(row), c, x.columns());
        }
    }
}
