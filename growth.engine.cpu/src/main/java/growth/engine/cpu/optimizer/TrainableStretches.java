package growth.engine.cpu.optimizer;

import growth.api.model.Trainable;
import growth.engine.cpu.memory.FlatLayout;
import java.util.ArrayList;
import java.util.List;

/** Where the tensors that learn lie in the flat buffers. */
public final class TrainableStretches {
    private TrainableStretches() {
    }

    /**
     * Neighbouring entries of the flat buffers.
     *
     * @param at    the first
     * @param count how many
     */
    public record Stretch(long at, long count) {
    }

    /** Returns where the tensors of these parts lie, ascending and apart. */
    public static List<Stretch> of(FlatLayout layout, Trainable parts) {
        if (parts.equals(Trainable.ALL)) {
            return List.of(new Stretch(0, layout.length()));
        }
        List<Stretch> stretches = new ArrayList<>();
        long at = 0;
        long end = 0;
        for (FlatLayout.Slot slot : layout.slots().values()) {
            if (parts.trains(slot.spec())) {
                if (slot.at() != end) {
                    add(at, end, stretches);
                    at = slot.at();
                }
                end = slot.end();
            }
        }
        add(at, end, stretches);
        return List.copyOf(stretches);
    }

    private static void add(long at, long end, List<Stretch> stretches) {
        if (end > at) {
            stretches.add(new Stretch(at, end - at));
        }
    }
}
