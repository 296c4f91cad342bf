package growth.engine.cpu.optimizer;

import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.engine.cpu.memory.FlatLayout;
import growth.engine.cpu.memory.FloatMemory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The optimizer state of a model: both moments in flat memories, and for each tensor its steps and, where needed, the births of its
 * entries. The momentum of a tensor that Muon updates lies where the others have their first moment.
 */
public final class Moments implements AutoCloseable {
    private final FlatLayout layout;
    private final FloatMemory first;
    private final FloatMemory second;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    /** The state of one tensor besides its moments. */
    static final class Tensor {
        /** Whether there is any state: loaded, or updated since. */
        boolean known;
        /** Whether the state is a momentum. */
        boolean momentum;
        long steps;
        /** Null if all entries are of the same age. */
        Births births;
    }

    /**
     * Copies an optimizer state; tensors that it does not have start afresh.
     *
     * @param copied receives every array that has been copied
     */
    public Moments(FlatLayout layout, Map<String, OptimizerState> states, int workers, Consumer<INDArray> copied) {
        this.layout = layout;
        first = new FloatMemory(layout.length(), workers);
        second = new FloatMemory(layout.length(), workers);
        for (String name : layout.places().keySet()) {
            Tensor tensor = new Tensor();
            tensors.put(name, tensor);
            OptimizerState state = states.get(name);
            if (state != null) {
                tensor.known = true;
                tensor.steps = state.steps();
                tensor.momentum = state.slots().containsKey(Slot.MOMENTUM);
                copy(name, state, tensor.momentum ? Slot.MOMENTUM : Slot.FIRST_MOMENT, first, copied);
                copy(name, state, Slot.SECOND_MOMENT, second, copied);
                tensor.births = state.born().map(born -> new Births(born, state.steps())).orElse(null);
                state.born().ifPresent(copied);
            }
        }
    }

    private void copy(String name, OptimizerState state, Slot slot, FloatMemory memory, Consumer<INDArray> copied) {
        INDArray values = state.slots().get(slot);
        if (values != null) {
            layout.view(memory, name).assign(values);
            copied.accept(values);
        }
    }

    /** Forgets the state that another kind of optimizer has left of a tensor. */
    void expect(FlatLayout.Place place, boolean momentum) {
        Tensor tensor = tensors.get(place.spec().name());
        if (tensor.momentum != momentum) {
            first.clear(place.at(), place.end());
            second.clear(place.at(), place.end());
            tensor.steps = 0;
            tensor.momentum = momentum;
            forgetBirths(tensor);
        }
    }

    private static void forgetBirths(Tensor tensor) {
        if (tensor.births != null) {
            tensor.births.close();
            tensor.births = null;
        }
    }

    /** Returns live views of the optimizer state, by parameter name in the order of the files. */
    public Map<String, OptimizerState> states() {
        Map<String, OptimizerState> states = new LinkedHashMap<>();
        for (String name : layout.names()) {
            Tensor tensor = tensors.get(name);
            if (tensor.known) {
                INDArray m = layout.view(first, name);
                INDArray v = layout.view(second, name);
                Map<Slot, INDArray> slots = tensor.momentum ? Map.of(Slot.MOMENTUM, m)
                        : Map.of(Slot.FIRST_MOMENT, m, Slot.SECOND_MOMENT, v);
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

    /** Counts a finished step for the tensors that it has updated, and forgets births that make no difference any more. */
    void stepped(Update update) {
        for (FlatLayout.Place place : layout.places().values()) {
            if (update.updates(place)) {
                Tensor tensor = tensors.get(place.spec().name());
                tensor.known = true;
                tensor.steps++;
                if (tensor.births != null && tensor.births.settled(tensor.steps, update.options().optimizer())) {
                    forgetBirths(tensor);
                }
            }
        }
    }

    @Override
    public void close() {
        first.close();
        second.close();
        for (Tensor tensor : tensors.values()) {
            forgetBirths(tensor);
        }
    }
}
