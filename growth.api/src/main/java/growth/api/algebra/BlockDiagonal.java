package growth.api.algebra;

import growth.api.model.Dimension.Flow;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.ParameterSpec;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Turns the even copy W' = [[W, W], [W, W]] / 2 of a doubled width into W' = diag(W, W) (Shen et al. 2022, width operator): on two equal
 * halves both compute the same function, and every entry has the same gradient. The entries off the diagonal are 0 and new: they have no
 * optimizer state.
 */
public record BlockDiagonal() implements TensorStep {
    @Override
    public GrownTensor apply(GrownTensor grown, StateGrowth growth, ParameterSpec spec) {
        Optional<Lines> rows = Lines.growing(spec, growth.plan().map(), Flow.OUT);
        Optional<Lines> columns = Lines.growing(spec, growth.plan().map(), Flow.IN);
        if (rows.isEmpty() || columns.isEmpty()) {
            return grown;
        }
        Blocks blocks = new Blocks(rows.get(), columns.get());
        return grown.changed(blocks.change(2, 0)).with(grown.optimizer().map(state -> remembered(state, blocks)));
    }

    private static OptimizerState remembered(OptimizerState state, Blocks blocks) {
        Map<Slot, UnaryOperator<double[]>> slots = new EnumMap<>(Slot.class);
        state.slots().keySet().forEach(slot -> slots.put(slot, blocks.change(1, 0)));
        return Entries.changed(state, slots, blocks.change(1, state.steps()));
    }

    /** Which entries of a matrix lie in the diagonal blocks: those whose row and column are both originals, or both copies. */
    private record Blocks(Lines rows, Lines columns) {

        /** Returns a change that multiplies by {@code factor} within the diagonal blocks and sets {@code outside} elsewhere. */
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
