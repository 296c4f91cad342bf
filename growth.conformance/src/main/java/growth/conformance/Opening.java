package growth.conformance;

import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.operator.GateRamp;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Gates that are opening, as a trainer saves them.
 *
 * @param begun their values when the ramps began
 * @param ramps how they open; the suite's runs are short, so all ramps take {@link #STEPS} steps, whatever they ask for
 * @param begin the step at which they began
 */
record Opening(Gates begun, List<GateRamp> ramps, long begin) {
    /** No gate. */
    static final Opening NONE = new Opening(Gates.none(), List.of(), 0);
    /** Steps until every gate is open. */
    static final int STEPS = 4;

    /** Returns the gates before that step. */
    Gates at(long step) {
        double elapsed = (step - begin) / (double) STEPS;
        return opened(begun, site -> ramps.stream().filter(r -> r.site().equals(site)).mapToDouble(r -> r.curve().at(elapsed)).findFirst()
                .orElse(0));
    }

    /** Returns the gates c + (1 − c)·share, with the share that belongs to the site. */
    static Gates opened(Gates begun, ToDoubleFunction<GateSite> share) {
        Gates gates = Gates.none();
        for (GateSite site : begun.sites()) {
            double opened = share.applyAsDouble(site);
            float[] values = begun.at(site).orElseThrow();
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (values[i] + (1 - (double) values[i]) * opened);
            }
            gates = gates.with(site, values);
        }
        return gates;
    }
}
