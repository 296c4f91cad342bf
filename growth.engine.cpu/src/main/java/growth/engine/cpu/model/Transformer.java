package growth.engine.cpu.model;

import static growth.api.model.ParameterRole.FINAL_NORM;
import static growth.api.model.ParameterRole.HEAD;
import static growth.api.model.ParameterRole.TOKEN_EMBEDDING;
import static growth.api.model.ParameterSpec.NO_LAYER;

import growth.api.model.ModelShape;
import growth.engine.cpu.memory.FlatLayout;
import growth.engine.cpu.memory.FloatMemory;
import java.util.Arrays;
import java.util.stream.IntStream;

/** A LLaMA-like language model on flat buffers: what each worker does in a pass. Has no state of its own. */
public final class Transformer {
    private final FlatLayout layout;
    private final Embedding embedding;
    private final Block[] blocks;
    private final RmsNorm finalNorm;
    private final Head head;

    /** The model of that layout's shape. */
    public Transformer(FlatLayout layout) {
        this.layout = layout;
        ModelShape shape = layout.shape();
        long table = layout.weight(TOKEN_EMBEDDING, NO_LAYER).at();
        embedding = new Embedding(table, shape.vocabulary(), shape.hidden(), shape.tied());
        Rotary rotary = new Rotary(shape.heads() + shape.kvHeads(), shape.headSize(), shape.context(), shape.ropeTheta());
        blocks = new Block[shape.layers()];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = new Block(layout, i, rotary);
        }
        finalNorm = new RmsNorm(layout.gain(FINAL_NORM, NO_LAYER), layout.vectorsAt(), shape.normEpsilon());
        long headAt = shape.tied() ? table : layout.weight(HEAD, NO_LAYER).at();
        head = new Head(new Linear(headAt, shape.vocabulary(), shape.hidden()));
    }

    /** @return floats in the longest row that a worker has on its heap */
    public int longestRow() {
        ModelShape s = layout.shape();
        return IntStream.of(s.vocabulary(), s.context(), 2 * s.intermediate(), s.hidden(), Attention.projectedSize(s)).max().getAsInt();
    }

    /** Computes logits {@code [tokens, vocabulary]}. */
    public void logits(Worker worker, Pass pass, FloatMemory logits) {
        forward(worker, pass);
        head.logits(worker, pass, logits);
    }

    /** Adds the losses of the worker's scored tokens to {@link Worker#loss}. */
    public void loss(Worker worker, Pass pass) {
        forward(worker, pass);
        head.loss(worker, pass);
    }

    /**
     * Adds the losses of the worker's scored tokens to {@link Worker#loss} and computes the gradients of all parameters.
     *
     * @param all all workers
     */
    public void gradients(Worker worker, Pass pass, Worker[] all) {
        ActivationLayout at = pass.layout();
        if (!pass.accumulate()) {
            Arrays.fill(worker.vectorGradients, 0);
        }
        forward(worker, pass);
        head.lossAndGradients(worker, pass, at.branch(), all);
        finalNorm.backward(worker, pass, at.branch(), at.stream(blocks.length), at.finalScale(), null, at.gradient());
        for (int i = blocks.length - 1; i >= 0; i--) {
            blocks[i].backward(worker, pass);
        }
        worker.awaitOthers();
        embedding.weightGradient(worker, pass, at.gradient());
        sumVectorGradients(worker, pass, all);
    }

    private void forward(Worker worker, Pass pass) {
        ActivationLayout at = pass.layout();
        embedding.forward(worker, pass, at.stream(0));
        for (Block block : blocks) {
            block.forward(worker, pass);
        }
        finalNorm.forward(worker, pass, at.stream(blocks.length), at.finalNormed(), at.finalScale());
    }

    private void sumVectorGradients(Worker worker, Pass pass, Worker[] all) {
        int end = (int) worker.to(layout.vectorsLength());
        for (int i = (int) worker.from(layout.vectorsLength()); i < end; i++) {
            float sum = 0;
            for (Worker other : all) {
                sum += other.vectorGradients[i];
            }
            pass.gradients().set(layout.vectorsAt() + i, sum);
        }
    }
}
