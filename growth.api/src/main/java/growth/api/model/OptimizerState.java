package growth.api.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The optimizer state of one parameter.
 *
 * <p>Bias correction needs to know how many updates an entry has seen. Entries that a growth adds to an old tensor would otherwise be
 * over-driven up to 6.5-fold by the old tensor's step counter (growth-methods 1.6). Each tensor therefore has its own counter, and tensors
 * that mix old and new entries also record when each entry was added.
 *
 * @param steps updates the tensor has seen since its oldest entry was made
 * @param slots the optimizer's tensors, each of the parameter's shape
 * @param born  for each entry the value of {@code steps} at which it was added, of the parameter's shape; absent if all entries are of
 *              age {@code steps}
 */
public record OptimizerState(long steps, Map<Slot, INDArray> slots, Optional<INDArray> born) {
    /** The tensors optimizers keep, and how they scale when gradients are scaled. */
    public enum Slot {
        /** Adam's running mean of gradients, m. */
        FIRST_MOMENT(1),
        /** Adam's running mean of squared gradients, v. */
        SECOND_MOMENT(2),
        /** Momentum of SGD and Muon. */
        MOMENTUM(1);

        private final int gradientPower;

        Slot(int gradientPower) {
            this.gradientPower = gradientPower;
        }

        /** Returns the power p: gradients multiplied by a multiply this slot by a^p. */
        public int gradientPower() {
            return gradientPower;
        }
    }

    public OptimizerState {
        // in the order of their declaration, so that two states of the same tensors are walked through alike
        Map<Slot, INDArray> ordered = new EnumMap<>(Slot.class);
        ordered.putAll(slots);
        slots = Collections.unmodifiableMap(ordered);
    }
}
