package growth.conformance;

import growth.api.algebra.DenseMap;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec;
import growth.api.operator.OptimizerStatePolicy;
import growth.reference.Grown;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Checks that moments go where the values go. Carried moments are unscaled, each m with its own v; new entries have none and are added at
 * the growth; no moment is lost. Under ASYMMETRIC one entry keeps each moment, and copies count as new. Averages grow as the parameters do,
 * and a reset forgets everything. Where an operator mixes moments, they are finite and make no step longer than the longest of the small
 * model's.
 */
final class CarriedCheck implements Check {
    private static final double ROUNDING = 1e-12;

    @Override
    public String title() {
        return "carries optimizer state and averages";
    }

    @Override
    public void verify(Trial trial) {
        averages(trial);
        if (trial.accepts(OptimizerStatePolicy.RESET)) {
            Map<String, OptimizerState> left = trial.result(OptimizerStatePolicy.RESET).state().optimizer();
            Fault.unless(left.isEmpty(), () -> trial + ": optimizer-state reset leaves moments of " + left.keySet());
        }
        for (OptimizerStatePolicy policy : EnumSet.complementOf(EnumSet.of(OptimizerStatePolicy.RESET))) {
            if (trial.accepts(policy)) {
                ModelState grown = trial.result(policy).state();
                complete(trial, grown, policy);
                boolean mixes = mixes(trial, trial.result(policy));
                grown.optimizer().forEach((name, state) -> entries(trial, name, state, policy, mixes));
                if (!mixes && policy != OptimizerStatePolicy.SCALED) {
                    carried(trial, policy);
                }
            }
        }
    }

    /** Operators that learn may mix layers too, which a growth map cannot express. */
    private static boolean mixes(Trial trial, Grown result) {
        return trial.lab().learns() || result.map().axes().values().stream().anyMatch(axis -> axis instanceof DenseMap);
    }

    private static void averages(Trial trial) {
        ModelState grown = trial.result().state();
        Fault.unless(grown.averages().size() == 1, () -> trial + ": " + grown.averages().size() + " averages are left of 1");
        grown.averages().values().forEach(values -> values.forEach((name, value) -> Fault.unless(
                java.util.Arrays.equals(Arrays64.of(value), Arrays64.of(grown.parameters().get(name))),
                () -> trial + ": the average of " + name + " does not grow as the parameter does")));
    }

    /** Parameters outside the blocks keep their state, and some new block has the full state of every old block. */
    private static void complete(Trial trial, ModelState grown, OptimizerStatePolicy policy) {
        Set<String> present = new TreeSet<>();
        for (ParameterSpec spec : ParameterLayout.of(grown.shape()).parameters()) {
            if (grown.optimizer().containsKey(spec.name())) {
                int old = spec.layer() < 0 ? spec.layer() : trial.result(policy).map().layers().layers().get(spec.layer()).layer();
                present.add(old < 0 ? spec.name() : spec.inLayer(old).name());
            }
        }
        Set<String> missing = new TreeSet<>(trial.small().parameters().keySet());
        missing.removeAll(present);
        Fault.unless(missing.isEmpty(), () -> trial + ": optimizer-state " + policy.id() + " forgets the moments of " + missing);
    }

    private static void entries(Trial trial, String name, OptimizerState state, OptimizerStatePolicy policy, boolean mixes) {
        String what = trial + ": optimizer-state " + policy.id() + " of " + name;
        Fault.unless(state.steps() == Moments.STEPS, () -> what + " has seen " + state.steps() + " steps instead of " + Moments.STEPS);
        Fault.unless(state.slots().keySet().equals(Set.of(Slot.FIRST_MOMENT, Slot.SECOND_MOMENT)), () -> what + " holds "
                + state.slots().keySet());
        double[] m = Arrays64.of(state.slots().get(Slot.FIRST_MOMENT));
        double[] v = Arrays64.of(state.slots().get(Slot.SECOND_MOMENT));
        double[] born = state.born().map(Arrays64::of).orElseGet(() -> new double[m.length]);
        for (int i = 0; i < m.length; i++) {
            String wrong = mixes ? mixed(m[i], v[i]) : paired(m[i], v[i]);
            if (wrong != null) {
                throw new Fault(what + ", entry " + i + ": m is " + m[i] + " but v is " + v[i] + "; " + wrong);
            }
            if (born[i] != (v[i] == 0 ? state.steps() : 0)) {
                throw new Fault(what + ", entry " + i + ": m is " + m[i] + " and the entry was born at " + born[i]
                        + "; new entries have no moments and are born at the growth (" + state.steps() + "), others keep their age (0)");
            }
        }
    }

    /** The small model's second moments are the squares of its first ones. */
    private static String paired(double m, double v) {
        return Math.abs(v - m * m) <= ROUNDING * (1 + v) ? null : "where m is scaled by a, v is scaled by a²";
    }

    private static String mixed(double m, double v) {
        if (!Double.isFinite(m) || !Double.isFinite(v) || v < 0) {
            return "moments are finite, and squares are not negative";
        }
        return Math.abs(m) <= Math.sqrt(v) * (1 + ROUNDING) ? null
                : "of the small model |m| is √v, and no step may get longer than the longest of its sources'";
    }

    private static void carried(Trial trial, OptimizerStatePolicy policy) {
        String what = trial + ": optimizer-state " + policy.id();
        Map<ParameterRole, Map<Double, Integer>> old = moments(trial.small());
        Map<ParameterRole, Map<Double, Integer>> now = moments(trial.result(policy).state());
        old.forEach((role, values) -> {
            Set<Double> made = new TreeSet<>(now.get(role).keySet());
            made.removeAll(values.keySet());
            made.remove(0.0);
            Fault.unless(made.isEmpty(), () -> what + " scales or mixes " + made.size() + " moments of " + role);
            Set<Double> lost = new TreeSet<>(values.keySet());
            lost.removeAll(now.get(role).keySet());
            Fault.unless(lost.isEmpty(), () -> what + " loses " + lost.size() + " of " + values.size() + " moments of " + role);
            long copied = values.keySet().stream().filter(m -> now.get(role).get(m) > 1).count();
            Fault.unless(policy != OptimizerStatePolicy.ASYMMETRIC || copied == 0, () -> what + " leaves " + copied + " moments of " + role
                    + " with their copies, which are to start afresh");
        });
    }

    /** Returns the number of occurrences of each first moment, by role. */
    private static Map<ParameterRole, Map<Double, Integer>> moments(ModelState state) {
        Map<ParameterRole, Map<Double, Integer>> moments = new HashMap<>();
        for (ParameterSpec spec : ParameterLayout.of(state.shape()).parameters()) {
            Map<Double, Integer> values = moments.computeIfAbsent(spec.role(), r -> new TreeMap<>());
            OptimizerState s = state.optimizer().get(spec.name());
            if (s != null) {
                for (double m : Arrays64.of(s.slots().get(Slot.FIRST_MOMENT))) {
                    values.merge(m, 1, Integer::sum);
                }
            }
        }
        return moments;
    }
}
