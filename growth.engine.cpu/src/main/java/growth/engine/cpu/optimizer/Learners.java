package growth.engine.cpu.optimizer;

import growth.api.engine.TrainOptions;
import growth.api.model.ParameterSpec;
import growth.api.model.Trainable;
import growth.engine.cpu.memory.FlatLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * What learns in a step. Work is left out by parts: of a part with any tensor that learns all gradients are computed.
 *
 * @param parts     the parts that learn
 * @param stretches where the tensors that learn lie, ascending and apart
 */
public record Learners(Trainable parts, List<Stretch> stretches) {
    /**
     * Neighbouring entries of the flat buffers.
     *
     * @param at    the first
     * @param count how many
     */
    public record Stretch(long at, long count) {
    }

    /** @return what the options do not freeze */
    public static Learners of(FlatLayout layout, TrainOptions options) {
        if (options.rateFactors().isEmpty()) {
            return new Learners(Trainable.ALL, List.of(new Stretch(0, layout.length())));
        }
        List<ParameterSpec> learning = new ArrayList<>();
        List<Stretch> stretches = new ArrayList<>();
        long at = 0;
        long end = 0;
        for (FlatLayout.Slot slot : layout.slots().values()) {
            if (!options.frozen(slot.spec().name())) {
                learning.add(slot.spec());
                if (slot.at() != end) {
                    add(at, end, stretches);
                    at = slot.at();
                }
                end = slot.end();
            }
        }
        add(at, end, stretches);
        return new Learners(Trainable.of(layout.shape(), learning), List.copyOf(stretches));
    }

    private static void add(long at, long end, List<Stretch> stretches) {
        if (end > at) {
            stretches.add(new Stretch(at, end - at));
        }
    }
}
