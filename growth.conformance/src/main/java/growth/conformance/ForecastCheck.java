package growth.conformance;

import growth.api.TrainingTime;
import growth.api.algebra.NewEntries;
import growth.api.operator.GateRamp;
import growth.api.operator.GrowthForecast;
import java.util.Optional;
import java.util.OptionalDouble;

/** A plan counts and warns by what operators say of a growth beforehand, so it must be what then happens. */
final class ForecastCheck implements Check {
    /** Copies nearer than that are equal; between this and {@link NewEntries#EQUAL} rounding decides, and either forecast is right. */
    private static final double CERTAIN = 1e-6;

    @Override
    public String title() {
        return "says beforehand what it trains on, opens and leaves equal";
    }

    @Override
    public void verify(Trial trial) {
        GrowthForecast forecast = trial.subject().operator().forecast(trial.request(trial.policy(), Trial.SEED));
        trial.result();
        Fault.unless(trial.batches() == forecast.batches(), () -> trial + ": asks for gradients of " + trial.batches() + " batches, but its"
                + " forecast says " + forecast.batches());
        Optional<TrainingTime> longest = trial.result().ramps().stream().map(GateRamp::duration)
                .reduce((x, y) -> x.value() >= y.value() ? x : y);
        Fault.unless(longest.isEmpty() || longest.equals(forecast.opening()), () -> trial + ": its gates open over " + longest.get()
                + ", but its forecast says " + forecast.opening());
        OptionalDouble distance = NewEntries.of(trial.result().map()).copyDistance(trial.steps().gradients().get(0));
        double apart = distance.orElse(Double.POSITIVE_INFINITY);
        Fault.unless(forecast.parting().isPresent() ? apart <= NewEntries.EQUAL : apart >= CERTAIN, () -> trial
                + ": the gradients of copies differ by " + distance + ", but its forecast of what would part copies that stay equal is "
                + forecast.parting());
    }
}
