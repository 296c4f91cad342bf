package growth.ops.lossless;

import growth.api.algebra.GrowthMap;
import growth.api.model.Dimension.Flow;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * W' = diag(W, W) instead of the even copy W' = [[W, W], [W, W]] / 2 (Shen et al. 2022, width operator): on two equal halves both are
 * the same function, and the gradient of every entry is the same. Off the diagonal, entries are 0 and new: nothing is remembered of them.
 */
final class BlockDiagonal {
    private BlockDiagonal() {
    }

    /**
     * @param grown a freshly grown model whose width was doubled by even copies; its arrays are changed and belong to the result
     * @param map   the map that made it
     * @return the model with block-diagonal matrices
     */
    static ModelState of(ModelState grown, GrowthMap map) {
        Map<String, OptimizerState> optimizer = new LinkedHashMap<>(grown.optimizer());
        for (ParameterSpec spec : ParameterLayout.of(map.to()).parameters()) {
            Optional<Lines> rows = Lines.growing(spec, map, Flow.OUT);
            Optional<Lines> columns = Lines.growing(spec, map, Flow.IN);
            if (rows.isPresent() && columns.isPresent()) {
                Blocks blocks = new Blocks(rows.get(), columns.get());
                Entries.each(grown, spec, values -> Entries.change(values, blocks.change(2, 0)));
                optimizer.computeIfPresent(spec.name(), (name, state) -> remembered(state, blocks));
            }
        }
        return new ModelState(grown.shape(), grown.parameters(), optimizer, grown.averages(), grown.gates());
    }

    private static OptimizerState remembered(OptimizerState state, Blocks blocks) {
        state.slots().values().forEach(slot -> Entries.change(slot, blocks.change(1, 0)));
        if (state.slots().isEmpty()) {
            return state;
        }
        INDArray born = state.born().orElseGet(() -> state.slots().values().iterator().next().like().assign(0));
        Entries.change(born, blocks.change(1, state.steps()));
        return new OptimizerState(state.steps(), state.slots(), Optional.of(born));
    }

    /** Which entries of a matrix lie in the diagonal blocks: those whose row and column are both originals, or both copies. */
    private record Blocks(Lines rows, Lines columns) {

        /** @return a change that multiplies by {@code factor} within the diagonal blocks and sets {@code outside} elsewhere */
        UnaryOperator<double[]> change(double factor, double outside) {
            boolean[] row = rows.copied();
            boolean[] column = columns.copied();
            return values -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = row[rows.at(i)] == column[columns.at(i)] ? factor * values[i] : outside;
                }
                return values;
            };
        }
    }
}
