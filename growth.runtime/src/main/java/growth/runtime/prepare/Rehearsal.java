package growth.runtime.prepare;

import growth.api.algebra.GrownTensor;
import growth.api.algebra.SmallTensors;
import growth.api.algebra.StateGrowth;
import growth.api.model.ModelShape;
import growth.api.model.OptimizerState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Grows some tensors of a plan from random numbers, so that a step that throws, blocks or makes NaN turns out before the first step of the
 * training: the first and the last one of every role, as long as they are small.
 *
 * @param plan     the growth
 * @param request  what was asked for
 * @param averages names of the averages that the run keeps
 */
record Rehearsal(GrowthPlan plan, GrowthRequest request, Set<String> averages) {
    /** Largest tensor that is tried, in entries. */
    private static final long LARGEST = 1 << 22;
    /** Most entries that are tried together, which takes a fraction of a second. */
    private static final long MOST = 1 << 23;

    void run() {
        if (plan.steps().isEmpty()) {
            return;
        }
        StateGrowth growth = new StateGrowth(plan, new Numbers(request.from(), averages), request.optimizerState(), request.seed());
        ModelShape to = plan.map().to();
        long tried = 0;
        for (ParameterSpec spec : chosen(to)) {
            if (spec.count(to) <= LARGEST && tried + spec.count(to) <= MOST) {
                tried += spec.count(to);
                release(growth.tensor(spec));
            }
        }
    }

    private static List<ParameterSpec> chosen(ModelShape shape) {
        record Part(Object role, Object kind) {
        }
        Map<Part, List<ParameterSpec>> parts = ParameterLayout.of(shape).parameters().stream()
                .collect(Collectors.groupingBy(spec -> new Part(spec.role(), spec.kind())));
        List<ParameterSpec> chosen = new ArrayList<>();
        parts.values().forEach(all -> {
            chosen.add(all.get(0));
            if (all.size() > 1) {
                chosen.add(all.get(all.size() - 1));
            }
        });
        chosen.sort((one, other) -> Long.compare(one.count(shape), other.count(shape)));
        return chosen;
    }

    private static void release(GrownTensor tensor) {
        tensor.value().close();
        tensor.averages().values().forEach(INDArray::close);
    }

    /** A small model of random numbers, each tensor made when it is asked for. */
    private record Numbers(ModelShape shape, Set<String> averages) implements SmallTensors {
        @Override
        public DataType type() {
            return DataType.FLOAT;
        }

        @Override
        public INDArray parameter(String name) {
            ParameterSpec spec = ParameterLayout.of(shape).byName().get(name);
            SplittableRandom random = new SplittableRandom(name.hashCode());
            float[] values = new float[Math.toIntExact(spec.count(shape))];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextDouble() - 0.5);
            }
            return Nd4j.createFromArray(values).reshape('c', spec.shape(shape));
        }

        @Override
        public INDArray average(String average, String name) {
            return parameter(name);
        }

        @Override
        public Optional<OptimizerState> optimizer(String name) {
            return Optional.empty();
        }
    }
}
