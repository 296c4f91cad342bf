package growth.engine.cpu.optimizer;

import growth.api.engine.OptimizerSettings;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.engine.cpu.memory.FlatLayout;
import growth.engine.cpu.memory.FloatMemory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What AdamW remembers of a model: both moments in flat buffers, and for each tensor its steps and, where needed, its entries' births. */
public final class Moments implements AutoCloseable {
    private final FlatLayout layout;
    private final FloatMemory first;
    private final FloatMemory second;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    /** What is remembered of one tensor besides its moments. */
    static final class Tensor {
        /** Whether there is anything to remember: loaded or updated since. */
        boolean known;
        long steps;
        /** Null if all entries are of the same age. */
        Births births;
    }

    /** Copies the state of an optimizer; tensors it does not know start afresh. */
    public Moments(FlatLayout layout, Map<String, OptimizerState> states, int workers) {
        this.layout = layout;
        first = new FloatMemory(layout.length(), workers);
        second = new FloatMemory(layout.length(), workers);
        for (String name : layout.slots().keySet()) {
            Tensor tensor = new Tensor();
            tensors.put(name, tensor);
            OptimizerState state = states.get(name);
            if (state != null) {
                tensor.known = true;
                tensor.steps = state.steps();
                copy(name, state, Slot.FIRST_MOMENT, first);
                copy(name, state, Slot.SECOND_MOMENT, second);
                tensor.births = state.born().map(born -> new Births(born, state.steps())).orElse(null);
            }
        }
    }

    private void copy(String name, OptimizerState state, Slot slot, FloatMemory memory) {
        INDArray values = state.slots().get(slot);
        if (values != null) {
            layout.view(memory, name).assign(values);
        }
    }

    /** @return live views of everything remembered, by parameter name in the order of the files */
    public Map<String, OptimizerState> states() {
        Map<String, OptimizerState> states = new LinkedHashMap<>();
        for (String name : layout.names()) {
            Tensor tensor = tensors.get(name);
            if (tensor.known) {
                INDArray m = layout.view(first, name);
                INDArray v = layout.view(second, name);
                Map<Slot, INDArray> slots = Map.of(Slot.FIRST_MOMENT, m, Slot.SECOND_MOMENT, v);
                states.put(name, new OptimizerState(tensor.steps, slots, Optional.ofNullable(tensor.births).map(Births::view)));
            }
        }
        return states;
    }

    FlatLayout layout() {
        return layout;
    }

    FloatMemory first() {
        return first;
    }

    FloatMemory second() {
        return second;
    }

    Tensor tensor(String name) {
        return tensors.get(name);
    }

    /** Counts a finished step of all tensors and forgets births that make no difference any more. */
    void stepped(OptimizerSettings settings) {
        for (Tensor tensor : tensors.values()) {
            tensor.known = true;
            tensor.steps++;
            if (tensor.births != null && tensor.births.settled(tensor.steps, settings)) {
                tensor.births.close();
                tensor.births = null;
            }
        }
    }

    @Override
    public void close() {
        first.close();
        second.close();
        for (Tensor tensor : tensors.values()) {
            if (tensor.births != null) {
                tensor.births.close();
            }
        }
    }
}
