package growth.engine.cpu;

import growth.api.model.ModelShape;
import growth.engine.cpu.memory.Bf16Memory;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.pass.Activations;
import growth.engine.cpu.pass.Needs;

/** The memory of the activations. It is laid out anew when model or needs change, and grows when it must. */
final class Workspace implements AutoCloseable {
    private final int workers;
    private ModelShape shape;
    private Activations forward;
    private Activations backward;
    private FloatMemory memory;
    private Bf16Memory rounded;

    /** @param workers number of threads */
    Workspace(int workers) {
        this.workers = workers;
    }

    /** Forgets the layouts of an earlier model; the memory stays for the next one. */
    void model(ModelShape next) {
        shape = next;
        forward = null;
        backward = null;
    }

    /** Returns the activations of a pass; those of an earlier one are lost. */
    Activations activations(Needs needs) {
        Activations latest = needs.backward() ? backward : forward;
        if (latest == null || !latest.needs().cover(needs)) {
            latest = layOut(latest == null ? needs : needs.and(latest.needs()));
            if (needs.backward()) {
                backward = latest;
            } else {
                forward = latest;
            }
        }
        return latest;
    }

    private Activations layOut(Needs needs) {
        Activations sizes = Activations.sizes(shape, needs);
        boolean enough = memory != null && memory.length() >= sizes.length()
                && (sizes.rounded() == 0 || rounded != null && rounded.length() >= sizes.rounded());
        if (!enough) {
            make(sizes.length(), sizes.rounded());
            forward = forward == null ? null : place(forward.needs());
            backward = backward == null ? null : place(backward.needs());
        }
        return place(needs);
    }

    /** Makes memories that are large enough for that and for what was laid out before. */
    private void make(long floats, long copies) {
        long most = Math.max(floats, memory == null ? 0 : memory.length());
        long mostCopies = Math.max(copies, rounded == null ? 0 : rounded.length());
        close();
        memory = new FloatMemory(most, workers);
        rounded = mostCopies == 0 ? null : new Bf16Memory(mostCopies);
    }

    private Activations place(Needs needs) {
        return Activations.of(shape, needs, memory, rounded);
    }

    /** Returns the memory of the latest layout. */
    FloatMemory memory() {
        return memory;
    }

    @Override
    public void close() {
        if (memory != null) {
            memory.close();
            memory = null;
        }
        if (rounded != null) {
            rounded.close();
            rounded = null;
        }
    }
}
