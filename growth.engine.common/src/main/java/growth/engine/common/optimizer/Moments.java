package growth.engine.common.optimizer;

import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.engine.common.layout.FlatLayout;
import growth.engine.common.memory.FlatMemory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The optimizer state of a model: both moments in flat memories, and for each tensor its steps and, where needed, the births of its
 * entries. The momentum of a tensor that Muon updates lies where the others have their first moment.
 *
 * @param <M> kind of memory
 */
public final class Moments<M extends FlatMemory> implements AutoCloseable {
    private final FlatLayout layout;
    private final M first;
    private final M second;
    private final FlatMemory.Source<M> births;
    private final Map<String, TensorState<M>> tensors = new LinkedHashMap<>();

    /**
     * Creates the optimizer state of a model that has not learned yet.
     *
     * @param first  memory of the first moments: zeros, or arbitrary contents if a state is loaded
     * @param second memory of the second moments, likewise
     * @param births makes memories for births
     */
    public Moments(FlatLayout layout, M first, M second, FlatMemory.Source<M> births) {
        this.layout = layout;
        this.first = first;
        this.second = second;
        this.births = births;
        layout.places().keySet().forEach(name -> tensors.put(name, new TensorState<>()));
    }

    /**
     * Copies an optimizer state, but for what lies in the memories already; tensors that it does not have start afresh.
     *
     * @param copied receives every array that has been copied
     * @return this
     */
    public Moments<M> load(Map<String, OptimizerState> states, Consumer<INDArray> copied) {
        for (FlatLayout.Place place : layout.places().values()) {
            TensorState<M> tensor = tensor(place);
            Optional<OptimizerState> state = Optional.ofNullable(states.get(place.spec().name()));
            state.ifPresent(some -> tensor.load(some, births));
            Map<Slot, INDArray> slots = state.map(OptimizerState::slots).orElse(Map.of());
            load(place, slots.get(tensor.momentum() ? Slot.MOMENTUM : Slot.FIRST_MOMENT), first, copied);
            load(place, slots.get(Slot.SECOND_MOMENT), second, copied);
            state.flatMap(OptimizerState::born).ifPresent(copied);
        }
        return this;
    }

    private void load(FlatLayout.Place place, INDArray values, M memory, Consumer<INDArray> copied) {
        if (values == null) {
            memory.clear(place.at(), place.end());
        } else {
            layout.assign(memory, place.spec().name(), values);
            copied.accept(values);
        }
    }

    /** Makes the tensors that a step updates ready for it: forgets what another kind of optimizer has left, prepares births. */
    public void prepare(UpdateRule rule) {
        BiasCorrection correction = BiasCorrection.of(rule.options().optimizer());
        for (FlatLayout.Place place : layout.places().values()) {
            if (rule.updates(place)) {
                TensorState<M> tensor = tensor(place);
                if (tensor.momentum() != rule.orthogonal(place)) {
                    first.clear(place.at(), place.end());
                    second.clear(place.at(), place.end());
                    tensor.restart(rule.orthogonal(place));
                }
                tensor.births().ifPresent(births -> births.prepare(correction, tensor.steps() + 1, rule.options().learningRate()));
            }
        }
    }

    /** Counts a finished step for the tensors that it has updated, and forgets births that make no difference any more. */
    public void stepped(UpdateRule rule) {
        BiasCorrection correction = BiasCorrection.of(rule.options().optimizer());
        for (FlatLayout.Place place : layout.places().values()) {
            if (rule.updates(place)) {
                tensor(place).stepped(correction);
            }
        }
    }

    /** Returns live views of the optimizer state, by parameter name in the order of the files. */
    public Map<String, OptimizerState> states() {
        Map<String, OptimizerState> states = new LinkedHashMap<>();
        for (String name : layout.names()) {
            TensorState<M> tensor = tensors.get(name);
            if (tensor.known()) {
                INDArray m = layout.view(first, name);
                INDArray v = layout.view(second, name);
                Map<Slot, INDArray> slots = tensor.momentum() ? Map.of(Slot.MOMENTUM, m)
                        : Map.of(Slot.FIRST_MOMENT, m, Slot.SECOND_MOMENT, v);
                states.put(name, new OptimizerState(tensor.steps(), slots, tensor.births().map(Births::view)));
            }
        }
        return states;
    }

    /** Makes the views show the moments as they are now; births never change. */
    public void publish() {
        first.publish();
        second.publish();
    }

    /** Returns the layout of both memories. */
    public FlatLayout layout() {
        return layout;
    }

    /** Returns the first moments, and momenta. */
    public M first() {
        return first;
    }

    /** Returns the second moments. */
    public M second() {
        return second;
    }

    /** Returns what is remembered of a tensor besides. */
    public TensorState<M> tensor(FlatLayout.Place place) {
        return tensors.get(place.spec().name());
    }

    @Override
    public void close() {
        first.close();
        second.close();
        tensors.values().forEach(TensorState::close);
    }
}
