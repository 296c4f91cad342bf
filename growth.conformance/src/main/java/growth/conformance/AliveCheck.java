package growth.conformance;

import growth.api.algebra.NewEntries;
import growth.api.model.ModelState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec;
import growth.api.operator.OptimizerStatePolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Checks that every new row and column of every tensor gets a gradient within two steps of training, while gates open. Where a whole tensor
 * gets none, the growth report must say so.
 */
final class AliveCheck implements Check {
    @Override
    public String title() {
        return "makes new parameters that learn, or reports them as dead";
    }

    @Override
    public void verify(Trial trial) {
        List<Map<String, INDArray>> gradients = trial.steps().gradients();
        Set<String> reported = new TreeSet<>(NewEntries.of(trial.result().map()).names());
        gradients.forEach(g -> reported.retainAll(NewEntries.of(trial.result().map()).dead(g)));
        if (!reported.isEmpty()) {
            trial.note("no gradient reaches the new entries of " + reported + " within two steps; the growth report says so");
        }
        if (!trial.accepts(OptimizerStatePolicy.CARRY)) {
            return;
        }
        ModelState grown = trial.result(OptimizerStatePolicy.CARRY).state();
        List<Map<String, double[]>> values = trial.steps().values();
        for (ParameterSpec spec : ParameterLayout.of(grown.shape()).parameters()) {
            if (!reported.contains(spec.name()) && !ofKeys(spec)) {
                alive(trial, spec, grown, values);
            }
        }
    }

    /** Softmax does not see the bias of keys, so its gradient is rounding. */
    private static boolean ofKeys(ParameterSpec spec) {
        return spec.kind() == ParameterSpec.Kind.BIAS
                && (spec.role() == ParameterRole.KEY || spec.role() == ParameterRole.QUERY_KEY_VALUE);
    }

    private static void alive(Trial trial, ParameterSpec spec, ModelState grown, List<Map<String, double[]>> gradients) {
        boolean[] fresh = Moments.fresh(grown, spec.name());
        int columns = spec.dimensions().get(spec.dimensions().size() - 1).size(grown.shape());
        boolean[] moved = new boolean[fresh.length];
        for (Map<String, double[]> gradient : gradients) {
            double[] values = gradient.get(spec.name());
            for (int i = 0; i < values.length; i++) {
                moved[i] |= values[i] != 0;
            }
        }
        for (int row = 0; row < fresh.length / columns; row++) {
            line(trial, spec.name() + ", row " + row, row * columns, 1, columns, fresh, moved);
        }
        for (int column = 0; column < columns; column++) {
            line(trial, spec.name() + ", column " + column, column, columns, fresh.length / columns, fresh, moved);
        }
    }

    /** A line without a gradient in any entry, new or old, is one that the batch does not meet, unless all of it is new. */
    private static void line(Trial trial, String name, int first, int stride, int count, boolean[] fresh, boolean[] moved) {
        boolean anyFresh = false;
        boolean anyOld = false;
        boolean freshMoved = false;
        boolean oldMoved = false;
        for (int k = 0; k < count; k++) {
            int i = first + k * stride;
            anyFresh |= fresh[i];
            anyOld |= !fresh[i];
            freshMoved |= fresh[i] && moved[i];
            oldMoved |= !fresh[i] && moved[i];
        }
        boolean met = oldMoved || !anyOld;
        Fault.unless(!anyFresh || freshMoved || !met, () -> trial + ": no gradient reaches the new entries of " + name
                + " within two steps, and the growth report does not say so");
    }
}
