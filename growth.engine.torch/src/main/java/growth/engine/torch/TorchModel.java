package growth.engine.torch;

import growth.api.engine.EngineOptions;
import growth.api.model.Gates;
import growth.api.model.ModelState;
import growth.api.model.Trainable;
import growth.engine.common.model.FlatArrays;
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
 * One model on a device: flat memories, and what is bound to them, which comes and goes in two arenas. The outer one has the leaves of
 * autograd and the views of the gradients, the inner one the gates, which are set more often.
 */
final class TorchModel extends FlatModel<FlatTensors> {
    private final Aten aten;
    private final PartsSource parts;
    private Gates gates;
    private Arena bound;
    private Arena gateArena;
    private Parameters leaves;
    private GateTensors gateTensors;
    private Transformer transformer;
    private BatchUpload upload;
    private TorchOptimizer optimizer;
    private Trainable learning;

    /**
     * Copies a state.
     *
     * @param parts  makes the parts of the transformer
     * @param arrays the flat memories
     * @param copied receives every array that has been copied
     */
    TorchModel(Aten aten, PartsSource parts, ModelState state, EngineOptions options, FlatArrays<FlatTensors> arrays,
            Consumer<INDArray> copied) {
        super(state, options, arrays, copied);
        this.aten = aten;
        this.parts = parts;
        gates = state.gates();
        bind();
    }

    /** Makes what is bound to the memories. */
    void bind() {
        bound = aten.open();
        leaves = new Parameters(aten, layout(), parameters().tensor());
        transformer = new Transformer(parts.parts(layout()));
        upload = new BatchUpload(aten, shape());
        optimizer = new TorchOptimizer(aten, this, parts.adamW());
        learning = null;
        openGates();
    }

    /** Releases what is bound to the memories; these stay, and the model can be bound again. */
    void unbind() {
        if (bound != null) {
            transformer.forget();
            bound.close();
            bound = null;
        }
    }

    private void openGates() {
        gateArena = aten.open();
        gateTensors = new GateTensors(aten, shape(), gates);
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

    @Override
    public void gates(Gates next) {
        gateArena.close();
        gates = next;
        super.gates(next);
        openGates();
    }

    /** Returns the leaves over the model's own parameters. */
    Parameters leaves() {
        return leaves;
    }

    /** Returns those leaves, of which the parts that learn add their gradients to the flat ones. */
    Parameters learning(Trainable parts) {
        FlatTensors gradients = gradients();
        if (!parts.equals(learning)) {
            // the views of the gradients belong to the arena of the leaves, so that of the gates is closed meanwhile
            gateArena.close();
            leaves.learn(parts, gradients.tensor());
            openGates();
            learning = parts;
        }
        return leaves;
    }

    /** Returns the leaves over those parameters: the model's own, or new ones without gradients, which belong to the innermost arena. */
    Parameters leaves(FlatTensors values) {
        return values == parameters() ? leaves : new Parameters(aten, layout(), values.tensor());
    }

    @Override
    public void close() {
        unbind();
        super.close();
    }
}
