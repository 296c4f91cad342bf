package growth.engine.torch;

import growth.api.engine.EngineOptions;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.Trainable;
import growth.engine.common.memory.FlatMemory;
import growth.engine.common.model.FlatModel;
import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.batch.BatchUpload;
import growth.engine.torch.explicit.PartsSource;
import growth.engine.torch.memory.FlatTensors;
import growth.engine.torch.model.GateTensors;
import growth.engine.torch.model.Parameters;
import growth.engine.torch.model.Transformer;
import growth.engine.torch.optimizer.TorchOptimizer;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One model on a device: its flat memories, and what is bound to them, which comes and goes in two arenas. The outer one has the leaves of
 * autograd and the views of the gradients, the inner one the gates, which are set more often.
 */
final class TorchModel implements AutoCloseable {
    private final Aten aten;
    private final PartsSource parts;
    private final FlatModel<FlatTensors> memory;
    private Gates gates;
    private Arena leaves;
    private Arena gateArena;
    private Parameters parameters;
    private GateTensors gateTensors;
    private Transformer transformer;
    private BatchUpload upload;
    private TorchOptimizer optimizer;
    private Trainable learning;

    /**
     * Copies a state.
     *
     * @param memories makes the flat memories
     * @param parts    makes the parts of the transformer
     * @param copied   receives every array that has been copied
     */
    TorchModel(Aten aten, FlatMemory.Source<FlatTensors> memories, PartsSource parts, ModelState state, EngineOptions options,
            Consumer<INDArray> copied) {
        this.aten = aten;
        this.parts = parts;
        gates = state.gates();
        memory = new FlatModel<>(state, options, memories, copied);
        bind();
    }

    /** Makes what is bound to the memories. */
    void bind() {
        leaves = aten.open();
        parameters = new Parameters(aten, memory.layout(), memory.parameters().tensor());
        transformer = new Transformer(parts.parts(memory.layout()));
        upload = new BatchUpload(aten, memory.shape());
        optimizer = new TorchOptimizer(aten, memory, parts.adamW());
        learning = null;
        openGates();
    }

    /** Releases what is bound to the memories; these stay, and the model can be bound again. */
    void unbind() {
        if (leaves != null) {
            transformer.forget();
            leaves.close();
            leaves = null;
        }
    }

    private void openGates() {
        gateArena = aten.open();
        gateTensors = new GateTensors(aten, memory.shape(), gates);
    }

    /** Returns the flat memories. */
    FlatModel<FlatTensors> memory() {
        return memory;
    }

    ModelShape shape() {
        return memory.shape();
    }

    Transformer transformer() {
        return transformer;
    }

    BatchUpload upload() {
        return upload;
    }

    TorchOptimizer optimizer() {
        return optimizer;
    }

    GateTensors gates() {
        return gateTensors;
    }

    /** Sets the gates. */
    void gates(Gates next) {
        gateArena.close();
        gates = next;
        memory.gates(next);
        openGates();
    }

    /** Returns the leaves over the model's own parameters. */
    Parameters parameters() {
        return parameters;
    }

    /** Returns those leaves, of which the parts that learn add their gradients to the flat ones. */
    Parameters learning(Trainable parts) {
        FlatTensors gradients = memory.gradients();
        if (!parts.equals(learning)) {
            // the views of the gradients belong to the arena of the leaves, so that of the gates is closed meanwhile
            gateArena.close();
            parameters.learn(parts, gradients.tensor());
            openGates();
            learning = parts;
        }
        return parameters;
    }

    /** Returns leaves over other values of the parameters, without gradients; they belong to the innermost arena. */
    Parameters over(FlatTensors values) {
        return new Parameters(aten, memory.layout(), values.tensor());
    }

    @Override
    public void close() {
        unbind();
        memory.close();
    }
}
