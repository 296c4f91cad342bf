package growth.conformance;

import growth.api.algebra.GrownTensor;
import growth.api.algebra.SmallTensors;
import growth.api.algebra.StateGrowth;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import growth.api.operator.OptimizerStatePolicy;
import growth.reference.Grown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Checks that a plan grows each tensor by itself, as on disk: from parameters alone, in any order, and to the same numbers as in a session.
 * Each parameter is read on demand and released afterwards.
 */
final class TensorsCheck implements Check {
    @Override
    public String title() {
        return "grows tensor by tensor, in any order, to the same numbers as in a session";
    }

    @Override
    public void verify(Trial trial) {
        Grown whole = trial.result();
        ModelState small = whole.plan().source().of(trial.small());
        List<ParameterSpec> backwards = new ArrayList<>(ParameterLayout.of(whole.state().shape()).parameters());
        Collections.reverse(backwards);
        for (ParameterSpec spec : backwards) {
            try (OneByOne read = new OneByOne(small, new ArrayList<>());
                    GrownTensor grown = new StateGrowth(whole.plan(), read, OptimizerStatePolicy.RESET, Trial.SEED).tensor(spec)) {
                double[] expected = Arrays64.of(whole.state().parameters().get(spec.name()));
                Fault.unless(Arrays.equals(Arrays64.of(grown.value()), expected), () -> trial + ": " + spec.name()
                        + " is another one when the tensors are grown one by one");
            }
        }
    }

    /** The parameters of a model, copied on demand. */
    private record OneByOne(ModelState state, List<INDArray> read) implements SmallTensors, AutoCloseable {
        @Override
        public DataType type() {
            return state.parameters().values().iterator().next().dataType();
        }

        @Override
        public INDArray parameter(String name) {
            INDArray copy = state.parameters().get(name).dup();
            read.add(copy);
            return copy;
        }

        @Override
        public Set<String> averages() {
            return Set.of();
        }

        @Override
        public INDArray average(String average, String name) {
            throw new Fault("asks for the average " + average + " of " + name + ", which does not grow");
        }

        @Override
        public Optional<OptimizerState> optimizer(String name) {
            return Optional.empty();
        }

        @Override
        public void close() {
            read.forEach(INDArray::close);
        }
    }
}
