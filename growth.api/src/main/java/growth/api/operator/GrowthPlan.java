package growth.api.operator;

import growth.api.TrainingTime;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.IndexMap;
import growth.api.algebra.LayerMap;
import growth.api.algebra.TensorStep;
import growth.api.model.Axis;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A growth as its operator declares it. The framework performs it ({@link growth.api.algebra.StateGrowth}): in a training session, tensor
 * by tensor on disk, and in the conformance suite. A plan holds no tensor of the model.
 *
 * @param map          where every entry of the grown model comes from
 * @param preservation what this growth preserves
 * @param source       which values the parameters are grown from
 * @param steps        what is done to each grown tensor after the map, in this order
 * @param ramps        the sites at which everything new starts behind a gate that is closed (0), and how each gate opens
 * @param parting      what would part copies that otherwise stay equal for ever, e.g. {@code shares: uneven}; empty if copies part by
 *                     themselves or there are none
 * @param batches      training batches that a {@link LearningOperator} trains on before the growth; 0 for every other operator
 */
public record GrowthPlan(GrowthMap map, Preservation preservation, GrowthSource source, List<TensorStep> steps, List<GateRamp> ramps,
        Optional<String> parting, long batches) {
    public GrowthPlan {
        steps = List.copyOf(steps);
        ramps = List.copyOf(ramps);
        if (batches < 0) {
            throw new IllegalArgumentException("an operator cannot train on " + batches + " batches");
        }
    }

    /** Returns the plan that applies the map and does nothing else. */
    public static GrowthPlan of(GrowthMap map, Preservation preservation) {
        return new GrowthPlan(map, preservation, GrowthSource.PARAMETERS, List.of(), List.of(), Optional.empty(), 0);
    }

    /**
     * Returns the plan of a growth in depth alone.
     *
     * @param layers where the layers come from
     * @param words  what the growth is, e.g. {@code stack}; the map's description adds sizes and source layers
     */
    public static GrowthPlan depth(GrowthRequest request, LayerMap layers, String words, Preservation preservation) {
        return of(GrowthMap.depth(request.from(), request.target(), layers, words), preservation);
    }

    /** Returns this plan with the parameters grown from those values. */
    public GrowthPlan from(GrowthSource values) {
        return new GrowthPlan(map, preservation, values, steps, ramps, parting, batches);
    }

    /** Returns this plan with one more step after the others. */
    public GrowthPlan then(TensorStep step) {
        List<TensorStep> more = new ArrayList<>(steps);
        more.add(step);
        return new GrowthPlan(map, preservation, source, more, ramps, parting, batches);
    }

    /**
     * Returns this plan with those ramps. {@link #hidden} makes the ramps of everything new.
     *
     * @param opening a ramp for each site whose gates close
     */
    public GrowthPlan opening(List<GateRamp> opening) {
        return new GrowthPlan(map, preservation, source, steps, opening, parting, batches);
    }

    /**
     * Returns this plan with everything new hidden behind gates: new coordinates, neurons and query heads of every layer, and whole layers
     * (Yao et al. 2024, section 3.2). New key/value heads need no gate of their own: only new query heads read them, and a query head's
     * gate c alone gives scores c²·q·k and outputs c·v, as the paper's masks on q, k and v do.
     *
     * @param copies whether layers that are copies are hidden, too, and not only freshly initialised ones
     * @param time   how long the gates take to open
     * @param curve  how they open
     */
    public GrowthPlan hidden(boolean copies, TrainingTime time, GateRamp.Curve curve) {
        List<GateSite> sites = new ArrayList<>();
        for (Axis axis : List.of(Axis.HIDDEN, Axis.INTERMEDIATE, Axis.HEADS)) {
            if (map.axes().get(axis) instanceof IndexMap index && Arrays.stream(index.source()).anyMatch(s -> s == IndexMap.NEW)) {
                IntStream layers = axis == Axis.HIDDEN ? IntStream.of(ParameterSpec.NO_LAYER) : IntStream.range(0, map.layers().to());
                layers.mapToObj(layer -> new GateSite(axis, layer)).forEach(sites::add);
            }
        }
        IntStream.range(0, map.layers().to())
                .filter(i -> map.layers().layers().get(i).fresh() || copies && map.layers().repeated(i))
                .mapToObj(i -> new GateSite(Axis.LAYERS, i)).forEach(sites::add);
        return opening(sites.stream().map(site -> new GateRamp(site, time, curve)).toList());
    }

    /** Returns this plan with what would part its copies, if {@code locked} says that they stay equal. */
    public GrowthPlan parted(boolean locked, String parting) {
        return new GrowthPlan(map, preservation, source, steps, ramps, locked ? Optional.of(parting) : Optional.empty(), batches);
    }

    /** Returns this plan with the number of training batches that its operator trains on first. */
    public GrowthPlan training(long count) {
        return new GrowthPlan(map, preservation, source, steps, ramps, parting, count);
    }

    /** Returns the time of the longest ramp; empty if no gate closes. */
    public Optional<TrainingTime> opening() {
        return ramps.stream().map(GateRamp::duration).reduce((x, y) -> x.value() >= y.value() ? x : y);
    }

    /**
     * Returns the ramps that begin with the growth. Gates of an earlier growth that still open on an axis of this plan's ramps join them:
     * they rise from where they stand, together with what is newer.
     *
     * @param gates the grown model's gates
     */
    public List<GateRamp> ramps(Gates gates) {
        List<GateRamp> beginning = new ArrayList<>();
        for (GateSite site : gates.sites()) {
            ramps.stream().filter(ramp -> ramp.site().equals(site)).findFirst()
                    .or(() -> ramps.stream().filter(ramp -> ramp.site().axis() == site.axis()).findFirst())
                    .ifPresent(ramp -> beginning.add(new GateRamp(site, ramp.duration(), ramp.curve())));
        }
        return beginning;
    }
}
