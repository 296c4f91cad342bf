package growth.conformance;

import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.random.SplitMix;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Optimizer states that show where moments go. */
final class Moments {
    /** Updates that the small models' optimizers have seen. */
    static final long STEPS = 7;

    private Moments() {
    }

    /**
     * Returns the state with first moments that all differ, second moments that are their squares, and an average that equals the
     * parameters.
     */
    static ModelState tagged(ModelState state) {
        SplittableRandom random = SplitMix.generator(STEPS, "first moments");
        return with(state, name -> random.doubles(state.parameters().get(name).length(), 0.1, 1).toArray());
    }

    /** Returns the state with those first moments and their squares as second ones. */
    static ModelState with(ModelState state, Function<String, double[]> first) {
        Map<String, OptimizerState> optimizer = new LinkedHashMap<>();
        state.parameters().forEach((name, value) -> {
            INDArray m = Nd4j.createFromArray(first.apply(name)).reshape('c', value.shape());
            optimizer.put(name, new OptimizerState(STEPS, Map.of(Slot.FIRST_MOMENT, m, Slot.SECOND_MOMENT, m.mul(m)), Optional.empty()));
        });
        return new ModelState(state.shape(), state.parameters(), optimizer, Map.of("equal", state.parameters()), state.gates());
    }

    /** Returns which entries of the grown tensor are new: those without moments, or born at the growth. */
    static boolean[] fresh(ModelState grown, String name) {
        boolean[] fresh = new boolean[(int) grown.parameters().get(name).length()];
        OptimizerState state = grown.optimizer().get(name);
        if (state == null) {
            java.util.Arrays.fill(fresh, true);
        } else if (state.born().isPresent()) {
            double[] born = Arrays64.of(state.born().get());
            for (int i = 0; i < fresh.length; i++) {
                fresh[i] = born[i] == state.steps();
            }
        }
        return fresh;
    }
}
