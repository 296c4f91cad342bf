package growth.engine.cpu;

import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.engine.common.layout.FlatLayout;
import growth.engine.cpu.block.Block;
import growth.engine.cpu.block.Rotary;
import growth.engine.cpu.embed.Embedder;
import growth.engine.cpu.embed.Pooler;
import growth.engine.cpu.head.Head;
import growth.engine.cpu.head.Readout;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Activations;
import growth.engine.cpu.pass.Pass;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A transformer of any family in flat memory: what each worker does in a pass. */
final class Transformer {
    private final FlatLayout layout;
    private final Embedder embedder;
    private final Pooler pooler;
    private final Block[] blocks;
    private final List<List<FlatLayout.Place>> blockWeights;
    private final Readout readout;
    private final Head head;

    /** Creates the model that has that layout's shape. */
    Transformer(FlatLayout layout) {
        this.layout = layout;
        ModelShape shape = layout.shape();
        embedder = Embedder.of(layout);
        pooler = new Pooler(shape.hidden());
        Rotary rotary = shape.family() == Family.LLAMA ? new Rotary(shape) : null;
        blocks = new Block[shape.layers()];
        Arrays.setAll(blocks, i -> Block.of(layout, i, rotary));
        blockWeights = IntStream.range(0, blocks.length).mapToObj(layout::blockWeights).toList();
        readout = Readout.of(layout);
        head = Head.of(layout);
    }

    /** Returns the number of floats in the longest row that a worker has on its heap, apart from the attention scores. */
    int longestRow() {
        ModelShape s = layout.shape();
        return IntStream.of(outputs(), Activations.preActivationSize(s), s.hidden(), Activations.projectedSize(s),
                embedder.longestRow()).max().getAsInt();
    }

    /** Returns the number of logits of a row. */
    int outputs() {
        return head.linear().outputs();
    }

    /** Computes logits of the worker's scored rows, {@code [scored, vocabulary]}. */
    void logits(Worker worker, Pass pass, Region logits) {
        forward(worker, pass);
        head.logits(worker, pass, logits);
    }

    /** Adds the losses of the worker's scored rows to {@link Worker#loss}. */
    void loss(Worker worker, Pass pass) {
        forward(worker, pass);
        head.loss(worker, pass);
    }

    /**
     * Adds the losses of the worker's scored rows to {@link Worker#loss} and computes the gradients of all parameters that learn. Those of
     * blocks that do not run are 0, and those of frozen parts are left as they are.
     *
     * @param all all workers
     */
    void gradients(Worker worker, Pass pass, Worker[] all) {
        if (!pass.accumulate()) {
            worker.clearVectorGradients();
            clearBlocksThatDoNotRun(worker, pass);
        }
        forward(worker, pass);
        head.lossAndGradients(worker, pass, all);
        readout.backward(worker, pass, pass.last());
        pass.meet(worker);
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
        Region gradient = pass.activations().gradients().stream();
        pass.meet(worker);
        if (pass.pooled()) {
            pooler.backward(worker, pass, gradient);
        }
        embedder.backward(worker, pass, pass.pooled() ? pass.activations().unpooled().embeddedGradient() : gradient);
    }

    private void clearBlocksThatDoNotRun(Worker worker, Pass pass) {
        for (int layer = 0; layer < blocks.length; layer++) {
            if (pass.conditions().place(layer) < 0) {
                for (FlatLayout.Place weight : blockWeights.get(layer)) {
                    pass.gradients().clear(weight.at() + worker.from(weight.count()), weight.at() + worker.to(weight.count()));
                }
            }
        }
    }

    private void forward(Worker worker, Pass pass) {
        Region first = pass.activations().stream(0);
        embedder.forward(worker, pass, pass.pooled() ? pass.activations().unpooled().embedded() : first);
        if (pass.pooled()) {
            pooler.forward(worker, pass, first);
        }
        // embedders and readouts take sequences and scored rows, which need not be the worker's rows of the stream
        pass.meet(worker);
        for (int layer : pass.conditions().layers()) {
            blocks[layer].forward(worker, pass);
        }
        pass.meet(worker);
        readout.forward(worker, pass, pass.last());
    }

    private void sumVectorGradients(Worker worker, Pass pass, Worker[] all) {
        int end = (int) worker.to(layout.vectorsLength());
        for (int i = (int) worker.from(layout.vectorsLength()); i < end; i++) {
            float sum = 0;
            for (Worker other : all) {
                sum += other.vectorGradients()[i];
            }
            pass.gradients().set(layout.vectorsAt() + i, sum);
        }
    }
}
