package growth.conformance;

import growth.api.model.ModelState;
import growth.api.operator.OptimizerStatePolicy;
import growth.reference.Grown;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Checks that the same model, request and seed give the same bits, and that another seed gives other random numbers. */
final class DeterminismCheck implements Check {
    /** A tensor's new entries look random if so many of them differ from one another and from everything in the small model. */
    private static final int MANY = 8;
    private static final long OTHER_SEED = 12;

    @Override
    public String title() {
        return "gives the same numbers for the same seed, and other random numbers for another seed";
    }

    @Override
    public void verify(Trial trial) {
        Grown first = trial.result();
        Grown other = trial.grow(trial.small(), trial.policy(), OTHER_SEED);
        Grown again = trial.grow(trial.small(), trial.policy(), Trial.SEED);
        same(trial, first, again);
        if (trial.accepts(OptimizerStatePolicy.CARRY)) {
            Set<Double> small = Trial.values(trial.small().parameters()).values().stream().flatMapToDouble(Arrays::stream).boxed()
                    .collect(Collectors.toSet());
            first.state().parameters().forEach((name, value) -> {
                if (looksRandom(first.state(), name, small) && value.equalsWithEps(other.state().parameters().get(name), 0)) {
                    Fault.unless(!sameNew(first.state(), otherModel(trial), name), () -> trial + ": the new entries of " + name
                            + " look random, but are the same for another seed");
                }
            });
        }
    }

    /** Entries computed from the small model differ for another small model; they are not random. */
    private static ModelState otherModel(Trial trial) {
        ModelState doubled = trial.small().map(a -> a.mul(2));
        return trial.grow(new ModelState(doubled.shape(), doubled.parameters(), trial.small().optimizer(), doubled.averages(),
                trial.small().gates()), trial.policy(), Trial.SEED).state();
    }

    private static boolean sameNew(ModelState one, ModelState other, String name) {
        boolean[] fresh = Moments.fresh(one, name);
        double[] a = Arrays64.of(one.parameters().get(name));
        double[] b = Arrays64.of(other.parameters().get(name));
        return IntStream.range(0, a.length).allMatch(i -> !fresh[i] || a[i] == b[i]);
    }

    private static void same(Trial trial, Grown first, Grown again) {
        Difference.between(first.state(), again.state()).ifPresent(name -> {
            throw new Fault(trial + ": a second growth with the same seed gives other numbers in " + name);
        });
        Fault.unless(first.ramps().equals(again.ramps()), () -> trial + ": a second growth with the same seed gives other ramps");
    }

    private static boolean looksRandom(ModelState grown, String name, Set<Double> small) {
        double[] values = Arrays64.of(grown.parameters().get(name));
        boolean[] fresh = Moments.fresh(grown, name);
        Set<Double> distinct = new HashSet<>();
        for (int i = 0; i < values.length; i++) {
            if (fresh[i] && !small.contains(values[i])) {
                distinct.add(values[i]);
            }
        }
        return grown.optimizer().containsKey(name) && distinct.size() >= MANY;
    }
}
