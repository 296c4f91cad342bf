package growth.engine.cpu;

import growth.engine.cpu.memory.Bf16Memory;
import growth.engine.cpu.memory.FloatMemory;

/**
 * The weights in bfloat16, as products read them: a copy of the model's parameters, or of one of its averages, with each element at the
 * same place. It is made anew when other weights are asked for, and after every change of the weights.
 */
final class RoundedWeights implements AutoCloseable {
    private final Team team;
    private FloatMemory source;
    private Bf16Memory copy;

    /** @param team makes the copy */
    RoundedWeights(Team team) {
        this.team = team;
    }

    /** Forgets what has been copied: the weights change, or have changed. */
    void changed() {
        source = null;
    }

    /** Returns the copy of those weights. */
    Bf16Memory of(FloatMemory weights) {
        if (source != weights) {
            fit(weights.length());
            team.round(weights, copy);
            source = weights;
        }
        return copy;
    }

    private void fit(long length) {
        if (copy == null || copy.length() != length) {
            close();
            copy = new Bf16Memory(length);
        }
    }

    @Override
    public void close() {
        source = null;
        if (copy != null) {
            copy.close();
            copy = null;
        }
    }
}
