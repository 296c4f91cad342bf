package growth.conformance;

import growth.api.TrainingTime;
import growth.api.model.Axis;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelState;
import growth.api.operator.GateRamp;
import growth.api.operator.GateRamp.Curve;
import growth.api.operator.GrowthContext;
import growth.api.operator.GrowthForecast;
import growth.api.operator.GrowthRequest;
import growth.api.operator.GrowthResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** New neurons behind closed gates. */
final class GatedWidth extends WidthOperator {
    private final Supplier<List<Curve>> curves;

    /** @param curves asked at every growth: how the ramps rise, one ramp for each curve and site */
    GatedWidth(Supplier<List<Curve>> curves) {
        super(WidthOperator::pads);
        this.curves = curves;
    }

    @Override
    public GrowthForecast forecast(GrowthRequest request) {
        return GrowthForecast.opening(TrainingTime.steps(10));
    }

    @Override
    public GrowthResult grow(ModelState state, GrowthRequest request, GrowthContext context) {
        GrowthResult padded = super.grow(state, request, context);
        Gates gates = padded.state().gates();
        List<GateRamp> ramps = new ArrayList<>();
        List<Curve> rises = curves.get();
        if (request.to().intermediate() > request.from().intermediate()) {
            for (int layer = 0; layer < request.to().layers(); layer++) {
                GateSite site = new GateSite(Axis.INTERMEDIATE, layer);
                float[] values = gates.at(site).orElseGet(() -> ones(request.to().intermediate()));
                Arrays.fill(values, request.from().intermediate(), values.length, 0);
                gates = gates.with(site, values);
                rises.forEach(curve -> ramps.add(new GateRamp(site, TrainingTime.steps(10), curve)));
            }
        }
        return new GrowthResult(padded.state().withGates(gates), padded.map(), ramps);
    }

    private static float[] ones(int size) {
        float[] ones = new float[size];
        Arrays.fill(ones, 1);
        return ones;
    }
}
