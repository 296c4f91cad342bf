package growth.api.operator;

import growth.api.algebra.GrowthMap;
import growth.api.model.ModelState;
import java.util.List;

/**
 * A growth that was done.
 *
 * @param state the grown state; owns its arrays; its shape is the requested one, but for a norm epsilon that the map adapts; its gates
 *              hold the values at which ramps begin
 * @param map   the map that made it, for the report
 * @param ramps the gates to open from here on
 */
public record GrowthResult(ModelState state, GrowthMap map, List<GateRamp> ramps) {
    public GrowthResult {
        ramps = List.copyOf(ramps);
    }
}
