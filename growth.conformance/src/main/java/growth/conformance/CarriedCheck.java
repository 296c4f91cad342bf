package growth.conformance;

import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec;
import growth.api.operator.OptimizerStatePolicy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Moments go where the values go: carried ones unscaled, each m with its own v; new entries have none and are born at the growth; nothing
 * is forgotten; averages grow as the parameters do; a reset forgets everything.
 */
final class CarriedCheck implements Check {
    private static final double ROUNDING = 1e-12;

    @Override
    public String title() {
        return "takes the optimizer's state and averages along";
    }

    @Override
    public void verify(Trial trial) {
        averages(trial);
        if (trial.accepts(OptimizerStatePolicy.RESET)) {
            Map<String, OptimizerState> left = trial.result(OptimizerStatePolicy.RESET).state().optimizer();
            Fault.unless(left.isEmpty(), () -> trial + ": optimizer-state reset leaves moments of " + left.keySet());
        }
        for (OptimizerStatePolicy policy : new OptimizerStatePolicy[] {OptimizerStatePolicy.CARRY, OptimizerStatePolicy.SCALED}) {
            if (trial.accepts(policy)) {
                ModelState grown = trial.result(policy).state();
                complete(trial, grown, policy);
                grown.optimizer().forEach((name, state) -> pairs(trial, name, state, policy));
            }
        }
        if (trial.accepts(OptimizerStatePolicy.CARRY)) {
            carried(trial);
        }
    }

    private static void averages(Trial trial) {
        ModelState grown = trial.result().state();
        Fault.unless(grown.averages().size() == 1, () -> trial + ": " + grown.averages().size() + " averages are left of 1");
        grown.averages().values().forEach(values -> values.forEach((name, value) -> Fault.unless(
                java.util.Arrays.equals(Arrays64.of(value), Arrays64.of(grown.parameters().get(name))),
                () -> trial + ": the average of " + name + " does not grow as the parameter does")));
    }

    /** What is outside the blocks has its state, and of every old block some new one has it in full. */
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

    private static void pairs(Trial trial, String name, OptimizerState state, OptimizerStatePolicy policy) {
        String what = trial + ": optimizer-state " + policy.id() + " of " + name;
        Fault.unless(state.steps() == Moments.STEPS, () -> what + " has seen " + state.steps() + " steps instead of " + Moments.STEPS);
        Fault.unless(state.slots().keySet().equals(Set.of(Slot.FIRST_MOMENT, Slot.SECOND_MOMENT)), () -> what + " holds "
                + state.slots().keySet());
        double[] m = Arrays64.of(state.slots().get(Slot.FIRST_MOMENT));
        double[] v = Arrays64.of(state.slots().get(Slot.SECOND_MOMENT));
        double[] born = state.born().map(Arrays64::of).orElseGet(() -> new double[m.length]);
        for (int i = 0; i < m.length; i++) {
            if (!(Math.abs(v[i] - m[i] * m[i]) <= ROUNDING * (1 + v[i]))) {
                throw new Fault(what + ", entry " + i + ": m is " + m[i] + " but v is " + v[i]
                        + "; where m is scaled by a, v is scaled by a²");
            }
            if (m[i] == 0 != (born[i] == state.steps())) {
                throw new Fault(what + ", entry " + i + ": m is " + m[i] + " and the entry was born at " + born[i]
                        + "; new entries have no moments and are born at the growth (" + state.steps() + ")");
            }
        }
    }

    private static void carried(Trial trial) {
        Map<ParameterRole, Set<Double>> old = moments(trial.small());
        Map<ParameterRole, Set<Double>> now = moments(trial.result(OptimizerStatePolicy.CARRY).state());
        old.forEach((role, values) -> {
            Set<Double> made = new TreeSet<>(now.get(role));
            made.removeAll(values);
            made.remove(0.0);
            Fault.unless(made.isEmpty(), () -> trial + ": optimizer-state carry scales or mixes " + made.size() + " moments of " + role);
            Set<Double> lost = new TreeSet<>(values);
            lost.removeAll(now.get(role));
            Fault.unless(lost.isEmpty(), () -> trial + ": optimizer-state carry loses " + lost.size() + " of " + values.size()
                    + " moments of " + role);
        });
    }

    private static Map<ParameterRole, Set<Double>> moments(ModelState state) {
        Map<ParameterRole, Set<Double>> moments = new HashMap<>();
        for (ParameterSpec spec : ParameterLayout.of(state.shape()).parameters()) {
            Set<Double> values = moments.computeIfAbsent(spec.role(), r -> new TreeSet<>());
            OptimizerState s = state.optimizer().get(spec.name());
            if (s != null) {
                for (double m : Arrays64.of(s.slots().get(Slot.FIRST_MOMENT))) {
                    values.add(m);
                }
            }
        }
        return moments;
    }
}
