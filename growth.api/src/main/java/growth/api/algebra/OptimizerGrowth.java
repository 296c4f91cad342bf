package growth.api.algebra;

import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.operator.OptimizerStatePolicy;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Grows the optimizer state of one tensor (growth-methods 1.6). Moments go where the values go; new entries (and, under ASYMMETRIC, copies)
 * hold 0 and have age 0 while the rest of the tensor keeps its age. Along learned maps they are mixed ({@link LinearMoments}).
 */
final class OptimizerGrowth {
    private final TensorGrowth tensor;
    private final OptimizerStatePolicy policy;
    private final GrownArrays arrays;

    OptimizerGrowth(TensorGrowth tensor, OptimizerStatePolicy policy, GrownArrays arrays) {
        this.tensor = tensor;
        this.policy = policy;
        this.arrays = arrays;
    }

    /** Returns the state of the grown tensor; empty if it starts afresh. */
    Optional<OptimizerState> grow(OptimizerState old) {
        boolean fresh = tensor.silenced() || policy == OptimizerStatePolicy.ASYMMETRIC && tensor.copiesLayer();
        if (policy == OptimizerStatePolicy.RESET || fresh) {
            return Optional.empty();
        }
        Map<Slot, INDArray> slots = new EnumMap<>(Slot.class);
        old.slots().forEach((slot, values) -> slots.put(slot, slot(slot, values)));
        return Optional.of(new OptimizerState(old.steps(), slots, born(old)));
    }

    private INDArray slot(Slot slot, INDArray values) {
        int power = slot.gradientPower();
        Side rows = tensor.sides().rows();
        Side columns = tensor.sides().columns();
        DoubleUnaryOperator factor = policy == OptimizerStatePolicy.SCALED ? a -> Math.pow(a, power) : a -> 1;
        Gather gather = new Gather(sources(rows), sources(columns), Arrays.stream(rows.gradient()).map(factor).toArray(),
                Arrays.stream(columns.gradient()).map(factor).toArray(), Gather.constant(0));
        return tensor.learned() ? moments().slot(slot, gathered(gather, values, Rows::create))
                : gathered(gather, values, (type, shape) -> arrays.slot(tensor.spec().name(), slot, type, shape));
    }

    private Optional<INDArray> born(OptimizerState old) {
        Side rows = tensor.sides().rows();
        Side columns = tensor.sides().columns();
        boolean mixed = rows.fills() || columns.fills() || policy == OptimizerStatePolicy.ASYMMETRIC && (rows.copies() || columns.copies());
        if (!mixed && !tensor.learned() && old.born().isEmpty() || old.slots().isEmpty()) {
            return Optional.empty();
        }
        INDArray ages = old.born().orElseGet(() -> old.slots().values().iterator().next().like().assign(0));
        Gather gather = new Gather(sources(rows), sources(columns), ones(rows.size()), ones(columns.size()), Gather.constant(old.steps()));
        INDArray gathered = gathered(gather, ages, Rows::create);
        return tensor.learned() ? moments().births(gathered, old.steps()) : Optional.of(gathered);
    }

    private INDArray gathered(Gather gather, INDArray values, Rows.Maker grown) {
        return gather.from(values, tensor.sides().columns().from(), grown.make(values.dataType(), tensor.shapeBefore()));
    }

    private LinearMoments moments() {
        return new LinearMoments(policy, tensor::gradients);
    }

    /** Returns the source of the state: that of the values, except that copies start afresh under ASYMMETRIC. */
    private int[] sources(Side side) {
        int[] sources = side.source().clone();
        if (policy == OptimizerStatePolicy.ASYMMETRIC) {
            for (int i = 0; i < sources.length; i++) {
                sources[i] = side.copied()[i] ? IndexMap.NEW : sources[i];
            }
        }
        return sources;
    }

    private static double[] ones(int size) {
        double[] ones = new double[size];
        Arrays.fill(ones, 1);
        return ones;
    }
}
