package growth.engine.cpu;

import growth.api.model.ModelShape;
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
        long length = Activations.of(shape, needs, null).length();
        if (memory == null || memory.length() < length) {
            close();
            memory = new FloatMemory(length, workers);
            forward = forward == null ? null : Activations.of(shape, forward.needs(), memory);
            backward = backward == null ? null : Activations.of(shape, backward.needs(), memory);
        }
        return Activations.of(shape, needs, memory);
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
    }
}
