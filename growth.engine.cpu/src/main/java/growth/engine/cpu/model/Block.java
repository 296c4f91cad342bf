package growth.engine.cpu.model;

import static growth.api.model.ParameterRole.ATTENTION_NORM;
import static growth.api.model.ParameterRole.MLP_NORM;

import growth.api.engine.EngineOptions.Recompute;
import growth.api.model.ModelShape;
import growth.engine.cpu.memory.FlatLayout;
import growth.engine.cpu.memory.Region;

/**
 * One transformer block: attention and MLP, each with its norm and its addition to the residual stream; where the norms stand is the
 * business of its two kinds. Each worker computes its own sequences; gradients of weights are sums over all of them and are shared out by
 * rows of the weight instead. The workers wait for each other once in each branch's backward pass: whatever one of them still reads then
 * is written by none before the next meeting.
 */
abstract class Block {
    final AttentionBranch attention;
    final Norm attentionNorm;
    final Residual attentionResidual;
    final Mlp mlp;
    final Norm mlpNorm;
    final Residual mlpResidual;
    final StreamRows rows;
    private final int layer;

    Block(FlatLayout layout, int layer, Rotary rotary) {
        this.layer = layer;
        ModelShape shape = layout.shape();
        attention = new AttentionBranch(layout, layer, rotary);
        attentionNorm = new Norm(layout, ATTENTION_NORM, layer);
        attentionResidual = new Residual(Noise.Site.ATTENTION_OUTPUT, layer, shape.layers(), shape.hidden());
        mlp = new Mlp(layout, layer);
        mlpNorm = new Norm(layout, MLP_NORM, layer);
        mlpResidual = new Residual(Noise.Site.MLP_OUTPUT, layer, shape.layers(), shape.hidden());
        rows = new StreamRows(shape.hidden());
    }

    /** @return a block of the kind that the family has */
    static Block of(FlatLayout layout, int layer, Rotary rotary) {
        return layout.shape().family().preNorm() ? new PreNormBlock(layout, layer, rotary) : new PostNormBlock(layout, layer, rotary);
    }

    /** {@code before} is the stream before the block, {@code after} that behind it, which may be the same region. */
    abstract void compute(Worker worker, Pass pass, ActivationLayout.BlockRegions kept, Region before, Region after);

    /** Everything of attention that its backward pass needs, if it was not kept. */
    abstract void computeAttention(Worker worker, Pass pass, ActivationLayout.BlockRegions kept, Region before);

    /** Takes the gradient of the stream after the block from {@link ActivationLayout#gradient} and leaves that before it there. */
    abstract void differentiate(Worker worker, Pass pass, ActivationLayout.BlockRegions kept, Region before);

    /** Computes the block; under a layer gate c·Block(h) + (1−c)·h. */
    final void forward(Worker worker, Pass pass) {
        ActivationLayout at = pass.layout();
        float c = pass.gates().layer(layer);
        if (c != 1) {
            rows.scale(worker, pass, pass.before(layer), 1 - c, at.bypass());
        }
        compute(worker, pass, pass.kept(layer), pass.before(layer), pass.after(layer));
        if (c != 1) {
            rows.scale(worker, pass, pass.after(layer), c, pass.after(layer));
            rows.add(worker, pass, pass.after(layer), at.bypass(), pass.after(layer));
        }
    }

    /** The gradient of {@link #forward}, in {@link ActivationLayout#gradient}. */
    final void backward(Worker worker, Pass pass) {
        ActivationLayout at = pass.layout();
        float c = pass.gates().layer(layer);
        if (c != 1) {
            rows.scale(worker, pass, at.gradient(), 1 - c, at.bypass());
            rows.scale(worker, pass, at.gradient(), c, at.gradient());
        }
        if (at.recompute() == Recompute.BLOCK) {
            // others may still read what the blocks share
            worker.awaitOthers();
            compute(worker, pass, pass.kept(layer), pass.before(layer), pass.after(layer));
        }
        differentiate(worker, pass, pass.kept(layer), pass.before(layer));
        if (c != 1) {
            rows.add(worker, pass, at.gradient(), at.bypass(), at.gradient());
        }
    }

    /** The attention branch's part of {@link #differentiate}. */
    final void differentiateAttention(Worker worker, Pass pass, ActivationLayout.BlockRegions kept, Region before, Region in,
            Region sumGradient) {
        ActivationLayout at = pass.layout();
        if (at.recompute() == Recompute.ATTENTION) {
            computeAttention(worker, pass, kept, before);
        }
        Region gradient = attentionResidual.branchGradient(worker, pass, sumGradient, at.thinnedAttentionGradient());
        attention.backward(worker, pass, in, gradient, at.branch());
    }
}
