package growth.engine.cpu.model;

import static growth.api.model.ParameterRole.ATTENTION_NORM;
import static growth.api.model.ParameterRole.ATTENTION_OUTPUT;
import static growth.api.model.ParameterRole.DOWN;
import static growth.api.model.ParameterRole.GATE;
import static growth.api.model.ParameterRole.MLP_NORM;
import static growth.api.model.ParameterRole.QUERY;

import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.engine.cpu.memory.FlatLayout;

/**
 * One transformer block: the residual stream x becomes y = x + W_O·attention(norm(x)), and that becomes
 * y + W_down·swiglu(W_gate,up·norm(y)). Each worker computes its own sequences; gradients of weights are sums over all of them and are
 * shared out by rows of the weight instead. The workers wait for each other twice per backward pass: whatever one of them still reads then
 * is written by none before the next meeting.
 */
final class Block {
    private final int layer;
    private final RmsNorm attentionNorm;
    private final Linear project;
    private final Rotary rotary;
    private final Attention attention;
    private final Linear attentionOutput;
    private final RmsNorm mlpNorm;
    private final Linear gateUp;
    private final SwiGlu swiGlu;
    private final Linear down;
    private final Residual residual;

    Block(FlatLayout layout, int layer, Rotary rotary) {
        this.layer = layer;
        this.rotary = rotary;
        ModelShape shape = layout.shape();
        int hidden = shape.hidden();
        attentionNorm = norm(layout, ATTENTION_NORM);
        // query, key and value lie one after the other in the flat buffer, and so do gate and up
        project = new Linear(layout.weight(QUERY, layer).at(), Attention.projectedSize(shape), hidden);
        attention = new Attention(shape.heads(), shape.kvHeads(), shape.headSize());
        attentionOutput = new Linear(layout.weight(ATTENTION_OUTPUT, layer).at(), hidden, shape.attentionSize());
        mlpNorm = norm(layout, MLP_NORM);
        gateUp = new Linear(layout.weight(GATE, layer).at(), 2 * shape.intermediate(), hidden);
        swiGlu = new SwiGlu(shape.intermediate());
        down = new Linear(layout.weight(DOWN, layer).at(), hidden, shape.intermediate());
        residual = new Residual(hidden);
    }

    private RmsNorm norm(FlatLayout layout, ParameterRole role) {
        return new RmsNorm(layout.gain(role, layer), layout.vectorsAt(), layout.shape().normEpsilon());
    }

    void forward(Worker worker, Pass pass) {
        ActivationLayout at = pass.layout();
        ActivationLayout.BlockRegions kept = at.block(layer);
        attentionNorm.forward(worker, pass, at.stream(layer), kept.attentionNormed(), kept.attentionScale());
        project.forward(worker, pass, kept.attentionNormed(), kept.projected());
        rotary.forward(worker, pass, kept.projected());
        attention.forward(worker, pass, kept.projected(), kept.mixed(), kept.logSums());
        attentionOutput.forward(worker, pass, kept.mixed(), at.branch());
        residual.add(worker, pass, at.stream(layer), at.branch(), kept.middle());
        mlpNorm.forward(worker, pass, kept.middle(), kept.mlpNormed(), kept.mlpScale());
        gateUp.forward(worker, pass, kept.mlpNormed(), kept.gateUp());
        swiGlu.forward(worker, pass, kept.gateUp(), at.activated());
        down.forward(worker, pass, at.activated(), at.branch());
        residual.add(worker, pass, kept.middle(), at.branch(), at.stream(layer + 1));
    }

    /** Takes the gradient of the stream after it from {@link ActivationLayout#gradient} and leaves there that of the stream before. */
    void backward(Worker worker, Pass pass) {
        ActivationLayout at = pass.layout();
        ActivationLayout.BlockRegions kept = at.block(layer);
        down.backward(worker, pass, at.gradient(), at.activated());
        swiGlu.backward(worker, pass, kept.gateUp(), at.activated());
        gateUp.backward(worker, pass, kept.gateUp(), at.branch());
        worker.awaitOthers();
        down.weightGradient(worker, pass, at.gradient(), at.activated());
        gateUp.weightGradient(worker, pass, kept.gateUp(), kept.mlpNormed());
        mlpNorm.backward(worker, pass, at.branch(), kept.middle(), kept.mlpScale(), at.gradient(), at.middleGradient());
        attentionOutput.backward(worker, pass, at.middleGradient(), at.mixedGradient());
        attention.backward(worker, pass, kept.projected(), kept.logSums(), at.mixedGradient(), at.projectedGradient());
        rotary.backward(worker, pass, at.projectedGradient());
        project.backward(worker, pass, at.projectedGradient(), at.branch());
        worker.awaitOthers();
        attentionOutput.weightGradient(worker, pass, at.middleGradient(), kept.mixed());
        project.weightGradient(worker, pass, at.projectedGradient(), kept.attentionNormed());
        attentionNorm.backward(worker, pass, at.branch(), at.stream(layer), kept.attentionScale(), at.middleGradient(), at.gradient());
    }
}
