package growth.conformance;

import growth.api.TrainingTime;
import growth.api.model.Axis;
import growth.api.model.GateSite;
import growth.api.operator.GateRamp;
import growth.api.operator.GateRamp.Curve;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** New neurons behind closed gates. */
final class GatedWidth extends WidthOperator {
    private final Axis axis;
    private final Supplier<List<Curve>> curves;

    /** @param curves asked at every growth: how the ramps rise, one ramp for each curve and site */
    GatedWidth(Supplier<List<Curve>> curves) {
        this(Axis.INTERMEDIATE, curves);
    }

    /** @param axis whose gates the ramps open, instead of the neurons' */
    GatedWidth(Axis axis, Supplier<List<Curve>> curves) {
        super(WidthOperator::pads);
        this.axis = axis;
        this.curves = curves;
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        List<GateRamp> ramps = new ArrayList<>();
        List<Curve> rises = curves.get();
        if (request.grows(Axis.INTERMEDIATE)) {
            for (int layer = 0; layer < request.to().layers(); layer++) {
                GateSite site = new GateSite(axis, layer);
                rises.forEach(curve -> ramps.add(new GateRamp(site, TrainingTime.steps(10), curve)));
            }
        }
        return super.plan(request).opening(ramps);
    }
}
