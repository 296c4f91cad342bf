package growth.api.algebra;

import growth.api.model.ParameterSpec;
import growth.api.operator.OptimizerStatePolicy;
import java.util.LinkedHashMap;
import java.util.function.UnaryOperator;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a growth does to each grown tensor besides applying its map. The steps:
 * <ul>
 * <li>{@link PairedNoise} parts copies by noise that cancels between them (HyperCloning);
 * <li>{@link MeanCoordinates} writes means into new coordinates, as LayerNorm needs them (LEMON);
 * <li>{@link BlockDiagonal} turns even copies of doubled widths into two blocks (Staged Training);
 * <li>{@link NextLayerRows} takes copied rows from the layer above (bert2BERT's AKI);
 * <li>{@link Own} is arithmetic of the operator's own on the entries of a tensor;
 * <li>{@link Made} makes each tensor as a whole, in place of the map (LiGO).
 * </ul>
 * A step sees one tensor at a time, so that a model can be grown without being held in memory. It is a function: the same tensor, growth
 * and seed give the same result, in whatever order the tensors come.
 */
public sealed interface TensorStep permits BlockDiagonal, MeanCoordinates, NextLayerRows, PairedNoise, TensorStep.Made, TensorStep.Own {
    /**
     * Performs the step on one tensor.
     *
     * @param grown  the tensor so far; its arrays belong to the result
     * @param growth the growth that is performed
     * @param spec   which tensor it is
     */
    GrownTensor apply(GrownTensor grown, StateGrowth growth, ParameterSpec spec);

    /**
     * Changes entries by arithmetic of the operator's own. Averages are changed as the parameter is; the optimizer state stays.
     *
     * @param function the arithmetic
     */
    record Own(Function function) implements TensorStep {
        /** Changes the entries of a tensor. */
        @ConsumerType
        @FunctionalInterface
        public interface Function {
            /**
             * Changes a parameter, or an average of it.
             *
             * @param tensor what is changed, and what it comes from
             * @param values the grown entries, row-major; changed in place, rounded to the model's type afterwards
             */
            void change(TensorTask tensor, double[] values);
        }

        @Override
        public GrownTensor apply(GrownTensor grown, StateGrowth growth, ParameterSpec spec) {
            GrownTensor result = new GrownTensor(Entries.changed(grown.value(), by(growth.task(spec, growth.small()::parameter))),
                    new LinkedHashMap<>(grown.averages()), grown.optimizer());
            result.averages().replaceAll((name, average) -> Entries.changed(average,
                    by(growth.task(spec, tensor -> growth.small().average(name, tensor)))));
            return result;
        }

        private UnaryOperator<double[]> by(TensorTask task) {
            return values -> {
                function.change(task, values);
                return values;
            };
        }
    }

    /**
     * Makes each tensor as a whole. As a plan's first step it takes the place of the map, which then only describes the growth.
     *
     * @param maker makes the tensors
     */
    record Made(Maker maker) implements TensorStep {
        /** Makes the tensors of a grown model. */
        @ConsumerType
        @FunctionalInterface
        public interface Maker {
            /**
             * Makes one tensor.
             *
             * @param spec   which tensor
             * @param small  the small model, whose arrays are left as they are
             * @param policy what happens to the optimizer state
             * @return the tensor, in memory of its own, with every average of the small model
             */
            GrownTensor make(ParameterSpec spec, SmallTensors small, OptimizerStatePolicy policy);
        }

        @Override
        public GrownTensor apply(GrownTensor grown, StateGrowth growth, ParameterSpec spec) {
            throw new IllegalStateException("a step that makes tensors as wholes is a plan's first one");
        }
    }
}
