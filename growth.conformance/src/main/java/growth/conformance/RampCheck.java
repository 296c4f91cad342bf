package growth.conformance;

import growth.api.model.GateSite;
import growth.api.operator.GateRamp;
import growth.reference.Grown;
import java.util.HashSet;
import java.util.Set;

/** Checks that every gate that a growth closes fits the grown model, is opened by a ramp, and is open at the ramp's end. */
final class RampCheck implements Check {
    @Override
    public String title() {
        return "opens every gate that it closes";
    }

    @Override
    public void verify(Trial trial) {
        Grown result = trial.result();
        Set<GateSite> ramps = new HashSet<>();
        for (GateRamp ramp : result.plan().ramps()) {
            Fault.unless(ramps.add(ramp.site()), () -> trial + ": two ramps open " + ramp.site());
            Fault.unless(ramp.duration().value() > 0, () -> trial + ": the ramp of " + ramp.site() + " takes " + ramp.duration());
            Fault.unless(result.state().gates().at(ramp.site()).isPresent(), () -> trial + ": a ramp opens " + ramp.site()
                    + ", where no gate stands");
        }
        for (GateSite site : result.state().gates().sites()) {
            Fault.unless(ramps.contains(site), () -> trial + ": no ramp opens the gates at " + site);
            int size = result.state().gates().at(site).orElseThrow().length;
            Fault.unless(size == site.size(trial.growth().to()), () -> trial + ": " + size + " gates at " + site + " instead of "
                    + site.size(trial.growth().to()));
        }
    }
}
