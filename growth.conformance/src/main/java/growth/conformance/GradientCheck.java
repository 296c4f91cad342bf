package growth.conformance;

import growth.api.algebra.GrowthMap;
import growth.api.algebra.IndexMap;
import growth.api.model.Axis;
import growth.api.model.Dimension;
import growth.api.model.Family;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.reference.Grown;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Checks that scaled moments are the gradients of the grown model where the function is kept: growing the small model's gradient gives the
 * grown model's, entry by entry, except for new entries, inserted copies of layers, and keys and values that get new readers.
 *
 * <p>Norms divide the gradient of the residual stream among its coordinates as they find them. Where copies share their readers unevenly,
 * or new coordinates change LayerNorm's mean and variance, the gradients of what writes the stream are therefore only near the rule of
 * growth-methods 1.6. The suite remarks on it, and such tensors need only be near. All others are still exact, since they see the copies'
 * sum. Key/value heads whose readers share unevenly have the mean of the shares, and need only be near as well.
 */
final class GradientCheck implements Check {
    /** Relative to a tensor's largest gradient; of float32. */
    private static final double TOLERANCE = 1e-3;
    /** Gradients below it are rounding: softmax does not see the bias of keys. */
    private static final double SMALLEST = 1e-5;
    private static final double ROUNDING = 1e-9;
    /** Bound of |m − g| / |g| for a tensor that is only near: correct operators reached at most 0.42; m = 0 and m = 2 g are at 1. */
    private static final double NEAR = 0.5;

    @Override
    public String title() {
        return "scales moments as gradients are scaled";
    }

    @Override
    public void verify(Trial trial) {
        if (trial.claim() != Preservation.EXACT || !trial.accepts(OptimizerStatePolicy.SCALED)) {
            return;
        }
        Map<String, double[]> old = trial.lab().gradients(trial.small());
        Grown result = trial.grow(Moments.with(trial.small(), old::get), OptimizerStatePolicy.SCALED, Trial.SEED);
        Optional<String> reason = onlyNear(result);
        reason.ifPresent(words -> trial.note(words + ": scaled moments of what writes the stream are only near the gradients"));
        ModelState grown = result.state();
        Map<String, double[]> now = trial.lab().gradients(grown);
        double largest = now.values().stream().mapToDouble(Arrays64::largest).max().orElseThrow();
        for (ParameterSpec spec : ParameterLayout.of(grown.shape()).parameters()) {
            boolean inserted = spec.layer() >= 0
                    && (result.map().layers().layers().get(spec.layer()).silent() || result.map().layers().repeated(spec.layer()));
            if (!inserted && !reshared(spec, trial.growth()) && grown.optimizer().containsKey(spec.name())) {
                double[] gradient = now.get(spec.name());
                if (reason.isPresent() && writesStream(spec, grown.shape().family()) || keyOrValue(spec) && readUnevenly(result.map())) {
                    near(trial, spec.name(), grown, gradient, SMALLEST * largest);
                } else {
                    compare(trial, spec.name(), grown, gradient, SMALLEST * largest);
                }
            }
        }
    }

    /** Returns why the gradients of the stream are not divided by the rule, in words; empty if they are. */
    private static Optional<String> onlyNear(Grown result) {
        if (!(result.map().axes().get(Axis.HIDDEN) instanceof IndexMap map)) {
            return Optional.empty();
        }
        if (unevenlyShared(map)) {
            return Optional.of("uneven shares of the hidden size");
        }
        boolean means = !result.map().to().family().rmsNorm();
        return means && addsOpen(map, result.state().gates()) ? Optional.of("new coordinates under LayerNorm") : Optional.empty();
    }

    /** Returns whether the query heads that read one key/value head have different shares; the key/value head has their mean. */
    private static boolean readUnevenly(GrowthMap map) {
        if (!(map.axes().get(Axis.HEADS) instanceof IndexMap heads)) {
            return false;
        }
        double[] share = heads.coefficient();
        int group = map.to().heads() / map.to().kvHeads();
        return IntStream.range(0, share.length).anyMatch(j -> Math.abs(share[j] - share[j / group * group]) > ROUNDING);
    }

    private static boolean keyOrValue(ParameterSpec spec) {
        return spec.role() == ParameterRole.KEY || spec.role() == ParameterRole.VALUE;
    }

    private static boolean unevenlyShared(IndexMap map) {
        int[] source = map.source();
        double[] share = map.coefficient();
        int[] copies = map.copies();
        return IntStream.range(0, source.length)
                .anyMatch(i -> source[i] != IndexMap.NEW && Math.abs(share[i] * copies[source[i]] - 1) > ROUNDING);
    }

    /** Returns whether norms see coordinates that come from no old ones. */
    private static boolean addsOpen(IndexMap map, Gates gates) {
        int[] source = map.source();
        Optional<float[]> gate = gates.at(new GateSite(Axis.HIDDEN, ParameterSpec.NO_LAYER));
        return IntStream.range(0, source.length).anyMatch(i -> source[i] == IndexMap.NEW && (gate.isEmpty() || gate.get()[i] != 0));
    }

    /** Projections read the output of norms before it meets another norm, except where blocks normalise afterwards. */
    private static boolean writesStream(ParameterSpec spec, Family family) {
        boolean writes = spec.dimensions().stream().anyMatch(d -> d.flow() == Dimension.Flow.OUT && d.axes().contains(Axis.HIDDEN));
        return writes && !(spec.role().norm() && family.preNorm());
    }

    /** Copied key/value heads that get readers of their own share the old gradient, but not evenly. */
    private static boolean reshared(ParameterSpec spec, Case growth) {
        boolean readers = growth.from().heads() / growth.from().kvHeads() != growth.to().heads() / growth.to().kvHeads();
        return readers && keyOrValue(spec);
    }

    private static void compare(Trial trial, String name, ModelState grown, double[] gradient, double smallest) {
        double[] mapped = Arrays64.of(grown.optimizer().get(name).slots().get(Slot.FIRST_MOMENT));
        boolean[] fresh = Moments.fresh(grown, name);
        double tolerance = TOLERANCE * Arrays64.largest(gradient) + smallest;
        for (int i = 0; i < mapped.length; i++) {
            if (!fresh[i] && !(Math.abs(mapped[i] - gradient[i]) <= tolerance)) {
                throw new Fault(trial + ": optimizer-state scaled of " + name + ", entry " + i + ": the grown gradient is " + gradient[i]
                        + ", the mapped one " + mapped[i]);
            }
        }
    }

    private static void near(Trial trial, String name, ModelState grown, double[] gradient, double smallest) {
        double[] mapped = Arrays64.of(grown.optimizer().get(name).slots().get(Slot.FIRST_MOMENT));
        boolean[] fresh = Moments.fresh(grown, name);
        double difference = 0;
        double length = 0;
        for (int i = 0; i < mapped.length; i++) {
            difference += fresh[i] ? 0 : (mapped[i] - gradient[i]) * (mapped[i] - gradient[i]);
            length += fresh[i] ? 0 : gradient[i] * gradient[i];
        }
        double distance = Math.sqrt(difference / length);
        Fault.unless(Math.sqrt(difference) <= smallest || distance <= NEAR, () -> trial + ": optimizer-state scaled of " + name
                + " is not even near the gradients: they are " + distance + " of their length apart");
    }
}
