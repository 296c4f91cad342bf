package growth.engine.cpu;

import growth.api.engine.EngineOptions;
import growth.api.model.Gates;
import growth.api.model.ModelState;
import growth.engine.common.model.FlatArrays;
import growth.engine.common.model.FlatModel;
import growth.engine.common.model.GateRows;
import growth.engine.cpu.memory.FloatMemory;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One model in flat memories, and what computes it. */
final class Model extends FlatModel<FloatMemory> {
    private final Transformer transformer;
    private GateRows gateRows;

    /**
     * Copies a state.
     *
     * @param arrays the model's memories
     * @param copied receives every array that has been copied
     */
    Model(ModelState state, EngineOptions options, FlatArrays<FloatMemory> arrays, Consumer<INDArray> copied) {
        super(state, options, arrays, copied);
        transformer = new Transformer(layout());
        gateRows = new GateRows(shape(), state.gates());
    }

    Transformer transformer() {
        return transformer;
    }

    @Override
    public void gates(Gates next) {
        super.gates(next);
        gateRows = new GateRows(shape(), next);
    }

    GateRows gates() {
        return gateRows;
    }
}
