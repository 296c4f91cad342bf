package growth.conformance;

import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.reference.Grown;
import java.util.Map;

/** Checks that the result is the requested model, in finite numbers, and that the small model has not changed. */
final class ShapeCheck implements Check {
    @Override
    public String title() {
        return "makes the requested shape and leaves the small model unchanged";
    }

    @Override
    public void verify(Trial trial) {
        Map<String, double[]> before = Trial.values(SmallModels.of(trial.growth().from()).parameters());
        Grown result = trial.result();
        ModelState grown = result.state();
        ModelShape asked = trial.growth().to();
        ModelShape made = grown.shape().toBuilder().normEpsilon(asked.normEpsilon()).build();
        Fault.unless(made.equals(asked), () -> trial + ": made " + grown.shape() + " instead of " + asked);
        Fault.unless(result.map().from().equals(trial.growth().from()) && result.map().to().equals(grown.shape()),
                () -> trial + ": the map goes from " + result.map().from() + " to " + result.map().to() + ", not to " + grown.shape());
        Fault.unless(result.map().description().lines().count() == 1, () -> trial + ": the map's description is not one line");
        grown.parameters().forEach((name, value) -> {
            Fault.unless(value.dataType() == trial.small().parameters().values().iterator().next().dataType(),
                    () -> trial + ": " + name + " became " + value.dataType());
            for (double v : Arrays64.of(value)) {
                Fault.unless(Double.isFinite(v), () -> trial + ": " + name + " holds " + v);
            }
        });
        Trial.values(trial.small().parameters()).forEach((name, value) -> Fault.unless(java.util.Arrays.equals(value, before.get(name)),
                () -> trial + ": changed the small model's " + name));
    }
}
