package growth.engine.cpu.model;

import static growth.api.model.ParameterSpec.NO_LAYER;

import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.engine.cpu.memory.FlatLayout;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A transformer of any family on flat buffers: what each worker does in a pass. */
public final class Transformer {
    private final FlatLayout layout;
    private final Embedder embedder;
    private final Pooler pooler;
    private final Block[] blocks;
    private final List<List<FlatLayout.Slot>> blockWeights;
    private final Readout readout;
    private final Head head;

    /** The model of that layout's shape. */
    public Transformer(FlatLayout layout) {
        this.layout = layout;
        ModelShape shape = layout.shape();
        embedder = shape.family() == Family.VIT ? new PatchEmbedder(layout) : new TokenEmbedder(layout);
        pooler = new Pooler(shape.hidden());
        Rotary rotary = shape.family() == Family.LLAMA ? new Rotary(shape) : null;
        blocks = new Block[shape.layers()];
        Arrays.setAll(blocks, i -> Block.of(layout, i, rotary));
        blockWeights = IntStream.range(0, blocks.length).mapToObj(layout::blockWeights).toList();
        readout = shape.family() == Family.BERT ? new Transform(layout) : new FinalNorm(layout);
        head = new Head(headMap(layout));
    }

    private static Linear headMap(FlatLayout layout) {
        ModelShape shape = layout.shape();
        if (shape.tied()) {
            return Linear.tiedHead(layout);
        }
        int outputs = shape.image().isPresent() ? shape.image().get().labels() : shape.vocabulary();
        return Linear.of(layout, ParameterRole.HEAD, NO_LAYER, outputs, shape.hidden());
    }

    /** @return floats in the longest row that a worker has on its heap, apart from the score matrices, which depend on the batch */
    public int longestRow() {
        ModelShape s = layout.shape();
        return IntStream.of(head.linear().outputs(), Mlp.entering(s), s.hidden(), Attention.projectedSize(s), embedder.longestRow()).max()
                .getAsInt();
    }

    /** Computes logits of the scored rows, {@code [scored, vocabulary]}. */
    public void logits(Worker worker, Pass pass, FloatMemory logits) {
        forward(worker, pass);
        head.logits(worker, pass, logits);
    }

    /** Adds the losses of the worker's scored rows to {@link Worker#loss}. */
    public void loss(Worker worker, Pass pass) {
        forward(worker, pass);
        head.loss(worker, pass);
    }

    /**
     * Adds the losses of the worker's scored rows to {@link Worker#loss} and computes the gradients of all parameters that learn; those
     * of blocks that do not run are 0, and those of frozen parts are left as they are.
     *
     * @param all all workers
     */
    public void gradients(Worker worker, Pass pass, Worker[] all) {
        if (!pass.accumulate()) {
            Arrays.fill(worker.vectorGradients, 0);
            clearOthers(worker, pass);
        }
        forward(worker, pass);
        head.lossAndGradients(worker, pass, all);
        readout.backward(worker, pass, pass.last());
        int[] layers = pass.conditions().layers();
        for (int i = layers.length - 1; i >= pass.conditions().reached(); i--) {
            blocks[layers[i]].backward(worker, pass);
        }
        if (pass.conditions().trainable().embedding()) {
            embeddingGradients(worker, pass);
        } else {
            // the others may still add to their vector gradients
            worker.awaitOthers();
        }
        sumVectorGradients(worker, pass, all);
    }

    private void embeddingGradients(Worker worker, Pass pass) {
        ActivationLayout at = pass.layout();
        if (pass.pooled()) {
            pooler.backward(worker, pass, at.gradient(), at.embedded(), at.embeddedGradient());
        }
        embedder.backward(worker, pass, pass.pooled() ? at.embeddedGradient() : at.gradient());
    }

    private void clearOthers(Worker worker, Pass pass) {
        for (int layer = 0; layer < blocks.length; layer++) {
            if (!pass.conditions().runs(layer)) {
                for (FlatLayout.Slot slot : blockWeights.get(layer)) {
                    pass.gradients().clear(slot.at() + worker.from(slot.count()), slot.at() + worker.to(slot.count()));
                }
            }
        }
    }

    private void forward(Worker worker, Pass pass) {
        ActivationLayout at = pass.layout();
        Region first = at.stream(0);
        embedder.forward(worker, pass, pass.pooled() ? at.embedded() : first);
        if (pass.pooled()) {
            pooler.forward(worker, pass, at.embedded(), first);
        }
        for (int layer : pass.conditions().layers()) {
            blocks[layer].forward(worker, pass);
        }
        readout.forward(worker, pass, pass.last());
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
