package growth.engine.cpu.model;

import static growth.api.model.ParameterRole.ATTENTION_NORM;
import static growth.api.model.ParameterRole.ATTENTION_OUTPUT;
import static growth.api.model.ParameterRole.DOWN;
import static growth.api.model.ParameterRole.GATE;
import static growth.api.model.ParameterRole.MLP_NORM;
import static growth.api.model.ParameterRole.QUERY;

import growth.api.model.ModelShape;
import growth.engine.cpu.memory.FlatLayout;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;

/**
 * One transformer block: the residual stream x becomes x + W_O·attention(norm(x)), and that, y, becomes y + W_down·swiglu(W_gate,up·norm(y)).
 * Each worker computes its own sequences; gradients of weights are sums over all of them and are shared out by rows of the weight instead. The
 * workers wait for each other twice per backward pass: whatever one of them still reads then is written by none before the next meeting.
 */
final class Block {
    private final int layer;
    private final int hidden;
    private final RmsNorm attentionNorm;
    private final Linear project;
    private final Rotary rotary;
    private final Attention attention;
    private final Linear attentionOutput;
    private final RmsNorm mlpNorm;
    private final Linear gateUp;
    private final SwiGlu swiGlu;
    private final Linear down;

    Block(ModelShape shape, FlatLayout layout, int layer, Rotary rotary) {
        this.layer = layer;
        this.rotary = rotary;
        hidden = shape.hidden();
        int projected = (shape.heads() + 2 * shape.kvHeads()) * shape.headSize();
        attentionNorm = new RmsNorm(layout.gain(ATTENTION_NORM, layer), layout.vectorsAt(), shape.normEpsilon());
        // query, key and value lie one after the other in the flat buffer, and so do gate and up
        project = new Linear(layout.weight(QUERY, layer).at(), projected, hidden);
        attention = new Attention(shape.heads(), shape.kvHeads(), shape.headSize());
        attentionOutput = new Linear(layout.weight(ATTENTION_OUTPUT, layer).at(), hidden, shape.attentionSize());
        mlpNorm = new RmsNorm(layout.gain(MLP_NORM, layer), layout.vectorsAt(), shape.normEpsilon());
        gateUp = new Linear(layout.weight(GATE, layer).at(), 2 * shape.intermediate(), hidden);
        swiGlu = new SwiGlu(shape.intermediate());
        down = new Linear(layout.weight(DOWN, layer).at(), hidden, shape.intermediate());
    }

    void forward(Worker worker, Pass pass) {
        int firstSequence = worker.from(pass.rows());
        int sequences = worker.to(pass.rows()) - firstSequence;
        int first = firstSequence * pass.sequence();
        int tokens = sequences * pass.sequence();
        ActivationLayout layout = pass.layout();
        ActivationLayout.BlockRegions kept = layout.block(layer);
        attentionNorm.forward(worker, pass, layout.stream(layer), kept.attentionNormed(), kept.attentionScale(), first, tokens);
        project.forward(worker, pass, kept.attentionNormed(), kept.projected(), first, tokens);
        rotary.forward(worker, pass, kept.projected(), first, tokens);
        attention.forward(worker, pass, kept.projected(), kept.mixed(), kept.logSums(), firstSequence, sequences);
        attentionOutput.forward(worker, pass, kept.mixed(), layout.branch(), first, tokens);
        mlpNorm.addAndForward(worker, pass, layout.stream(layer), layout.branch(), kept.middle(), kept.mlpNormed(), kept.mlpScale(), first, tokens);
        gateUp.forward(worker, pass, kept.mlpNormed(), kept.gateUp(), first, tokens);
        swiGlu.forward(worker, pass, kept.gateUp(), layout.activated(), first, tokens);
        down.forward(worker, pass, layout.activated(), layout.branch(), first, tokens);
        add(worker, pass, kept.middle(), layout.branch(), layout.stream(layer + 1), first, tokens);
    }

    private void add(Worker worker, Pass pass, Region x, Region branch, Region sum, int firstToken, int tokens) {
        FloatMemory workspace = pass.workspace();
        for (int token = firstToken; token < firstToken + tokens; token++) {
            workspace.read(x.row(token), worker.first, hidden);
            workspace.read(branch.row(token), worker.second, hidden);
            worker.kernels.add(worker.first, worker.second, hidden);
            workspace.write(sum.row(token), worker.first, hidden);
        }
    }

    /** Takes the gradient of the stream after the block from {@link ActivationLayout#gradient} and leaves that of the stream before it there. */
    void backward(Worker worker, Pass pass) {
        int firstSequence = worker.from(pass.rows());
        int sequences = worker.to(pass.rows()) - firstSequence;
        int first = firstSequence * pass.sequence();
        int tokens = sequences * pass.sequence();
        ActivationLayout layout = pass.layout();
        ActivationLayout.BlockRegions kept = layout.block(layer);
        down.backward(worker, pass, layout.gradient(), layout.activated(), first, tokens);
        swiGlu.backward(worker, pass, kept.gateUp(), layout.activated(), first, tokens);
        gateUp.backward(worker, pass, kept.gateUp(), layout.branch(), first, tokens);
        worker.awaitOthers();
        down.weightGradient(worker, pass, layout.gradient(), layout.activated());
        gateUp.weightGradient(worker, pass, kept.gateUp(), kept.mlpNormed());
        mlpNorm.backward(worker, pass, layout.branch(), kept.middle(), kept.mlpScale(), layout.gradient(), layout.middleGradient(), first, tokens);
        attentionOutput.backward(worker, pass, layout.middleGradient(), layout.mixedGradient(), first, tokens);
        attention.backward(worker, pass, kept.projected(), kept.logSums(), layout.mixedGradient(), layout.projectedGradient(), firstSequence,
                sequences);
        rotary.backward(worker, pass, layout.projectedGradient(), first, tokens);
        project.backward(worker, pass, layout.projectedGradient(), layout.branch(), first, tokens);
        worker.awaitOthers();
        attentionOutput.weightGradient(worker, pass, layout.middleGradient(), kept.mixed());
        project.weightGradient(worker, pass, layout.projectedGradient(), kept.attentionNormed());
        attentionNorm.backward(worker, pass, layout.branch(), layout.stream(layer), kept.attentionScale(), layout.middleGradient(),
                layout.gradient(), first, tokens);
    }
}
