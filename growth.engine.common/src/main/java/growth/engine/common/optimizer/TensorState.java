package growth.engine.common.optimizer;

import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.engine.common.memory.FlatMemory;
import java.util.Optional;

/**
 * What an optimizer remembers of one tensor besides its moments.
 *
 * @param <M> kind of memory
 */
public final class TensorState<M extends FlatMemory> implements AutoCloseable {
    private boolean known;
    private boolean momentum;
    private long steps;
    private Births<M> births;

    /** Takes over a state but for its moments. */
    void load(OptimizerState state, FlatMemory.Source<M> source) {
        known = true;
        steps = state.steps();
        momentum = state.slots().containsKey(Slot.MOMENTUM);
        births = state.born().map(born -> new Births<>(born, steps, source)).orElse(null);
    }

    /** Starts afresh, with another kind of optimizer. */
    void restart(boolean withMomentum) {
        steps = 0;
        momentum = withMomentum;
        close();
    }

    /** Counts a step. */
    void stepped(BiasCorrection correction) {
        known = true;
        steps++;
        if (births != null && births.settled(correction, steps)) {
            close();
        }
    }

    /** Returns whether there is any state: loaded, or updated since. */
    public boolean known() {
        return known;
    }

    /** Returns whether the state is a momentum. */
    public boolean momentum() {
        return momentum;
    }

    /** Returns the number of updates. */
    public long steps() {
        return steps;
    }

    /** Returns the births of the entries, if they are not all of the same age. */
    public Optional<Births<M>> births() {
        return Optional.ofNullable(births);
    }

    /** Forgets the births. */
    @Override
    public void close() {
        if (births != null) {
            births.close();
            births = null;
        }
    }
}
