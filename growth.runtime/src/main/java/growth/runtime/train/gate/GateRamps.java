package growth.runtime.train.gate;

import growth.api.GrowthException;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.operator.GateRamp;
import growth.api.training.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All ramps of a run that have not ended. A pure value: the same ramps at the same progress give the same gates, so that a resumed run goes
 * on exactly.
 *
 * @param open the ramps
 */
public record GateRamps(List<OpenRamp> open) {
    /** No ramp. */
    public static final GateRamps NONE = new GateRamps(List.of());

    public GateRamps {
        open = List.copyOf(open);
    }

    /** Returns the gates at that moment; sites whose values all are 1 are gone. */
    public Gates at(Progress now) {
        Gates gates = Gates.none();
        for (OpenRamp ramp : open) {
            gates = gates.with(ramp.ramp().site(), ramp.at(now));
        }
        return gates;
    }

    /** Returns the ramps that have not ended at that moment. */
    public GateRamps unfinished(Progress now) {
        return new GateRamps(open.stream().filter(r -> !r.finished(now)).toList());
    }

    /**
     * The ramps after a growth. New ramps begin; at sites that are still gated but get no new ramp, the ramp that was on its way there (or
     * at another layer of the same axis) goes on from the grown gates.
     *
     * @param gates    the grown model's gates
     * @param begun    the ramps the growth asks for
     * @param operator the operator's name
     * @throws GrowthException (UNEXPECTED) if the operator left a gate that nothing opens
     */
    public GateRamps after(Gates gates, List<GateRamp> begun, String operator, Progress now) {
        List<OpenRamp> after = new ArrayList<>();
        for (GateSite site : gates.sites()) {
            float[] values = gates.at(site).orElseThrow();
            Optional<GateRamp> beginning = begun.stream().filter(r -> r.site().equals(site)).findFirst();
            after.add(beginning.map(r -> OpenRamp.begin(r, now, values)).or(() -> goingOn(site, values, now)).orElseThrow(() ->
                    new GrowthException(GrowthException.Kind.UNEXPECTED, "operator " + operator + " left gates at " + site.axis()
                            + " of layer "
                            + site.layer() + " that no ramp opens; a grown state's gates need a ramp each")));
        }
        return new GateRamps(after);
    }

    private Optional<OpenRamp> goingOn(GateSite site, float[] values, Progress now) {
        Optional<OpenRamp> same = open.stream().filter(r -> r.ramp().site().equals(site)).findFirst();
        return same.or(() -> open.stream().filter(r -> r.ramp().site().axis() == site.axis()).findFirst())
                .map(r -> new OpenRamp(new GateRamp(site, r.ramp().duration(), r.ramp().curve()), r.begin(), r.from()))
                .map(r -> r.through(now, values));
    }
}
