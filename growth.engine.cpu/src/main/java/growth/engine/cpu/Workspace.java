package growth.engine.cpu;

import growth.api.model.ModelShape;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.model.ActivationLayout;
import growth.engine.cpu.model.LayoutNeeds;

/** Memory of the activations: it is laid out anew when model or needs change, and becomes larger when it must. */
final class Workspace implements AutoCloseable {
    private final int workers;
    private ModelShape shape;
    private ActivationLayout forward;
    private ActivationLayout backward;
    private FloatMemory memory;

    /** @param workers threads */
    Workspace(int workers) {
        this.workers = workers;
    }

    /** Forgets layouts of an earlier model; the memory stays for the next one. */
    void model(ModelShape next) {
        shape = next;
        forward = null;
        backward = null;
    }

    /** @return where the activations of a pass lie; what was in the workspace before is lost */
    ActivationLayout layout(LayoutNeeds needs) {
        ActivationLayout layout = needs.backward() ? backward : forward;
        if (layout == null || !layout.needs().cover(needs)) {
            layout = new ActivationLayout(shape, layout == null ? needs : needs.and(layout.needs()));
            if (needs.backward()) {
                backward = layout;
            } else {
                forward = layout;
            }
        }
        if (memory == null || memory.length() < layout.length()) {
            close();
            memory = new FloatMemory(layout.length(), workers);
        }
        return layout;
    }

    /** @return the memory of the latest layout */
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
