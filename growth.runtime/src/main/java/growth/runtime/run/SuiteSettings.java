package growth.runtime.run;

import growth.api.TrainingTime;
import growth.api.options.Option;
import growth.api.options.Options;
import java.util.List;
import java.util.Optional;

/**
 * The suites of tasks that a run's model is scored on.
 *
 * @param chosen   the suites, in the order of the run file; none if the run names none
 * @param policies when, and with which seed
 */
public record SuiteSettings(List<PluginChoice> chosen, Policies policies) {
    /** No suites. */
    public static final SuiteSettings NONE = new SuiteSettings(List.of(), new Policies(Optional.empty(), Optional.empty()));

    public SuiteSettings {
        chosen = List.copyOf(chosen);
    }

    /**
     * When suites are scored, and with which seed.
     *
     * @param suitesEvery how often; empty: whenever the validation loss is measured
     * @param suitesSeed  seed of everything random in the suites; empty: the usual one
     */
    public record Policies(
            @Option(description = "how often suites are scored; if absent, whenever the validation loss is measured")
            Optional<TrainingTime> suitesEvery,
            @Option(description = "seed of the suites' examples, apart from the run's own, because runs that are compared need the same"
                    + " examples; if absent, 1") Optional<Long> suitesSeed) {
        public Policies {
            if (suitesEvery.filter(time -> time.value() == 0).isPresent()) {
                throw Options.refused("suites-every", "an interval must be longer than zero");
            }
        }
    }
}
