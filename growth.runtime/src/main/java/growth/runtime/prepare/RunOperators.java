package growth.runtime.prepare;

import growth.api.GrowthException;
import growth.api.operator.GrowthOperator;
import growth.api.operator.OperatorCard;
import growth.api.options.DefaultOptions;
import growth.api.options.Options;
import growth.runtime.catalogue.Catalogue;
import growth.runtime.catalogue.Lease;
import growth.runtime.run.GrowthSettings;
import growth.runtime.run.RunFile;
import java.util.Optional;

/** Leases the operators of one run: its own, or another one that its schedule names for a growth. */
public final class RunOperators {
    private final Catalogue catalogue;
    private final RunFile run;

    RunOperators(Catalogue catalogue, RunFile run) {
        this.catalogue = catalogue;
        this.run = run;
    }

    /**
     * @param other another operator than the run's, by name; it gets its default options
     * @return the operator with options and policies, to be closed by the caller
     * @throws GrowthException (MISSING_PLUGIN) with the place, if it is not installed; (CONFIGURATION) if the run file does not grow
     */
    public LeasedOperator lease(Optional<String> other) {
        GrowthSettings growth = run.growth().orElseThrow(() -> new GrowthException(GrowthException.Kind.CONFIGURATION,
                run.file() + ": the run has no growth section, so it cannot grow"));
        boolean own = other.isEmpty() || other.get().equals(growth.operator().name());
        String place = own ? growth.operator().place() : growth.schedule().place();
        Lease<GrowthOperator> lease = lease(own ? growth.operator().name() : other.get(), place);
        try {
            OperatorCard card = lease.get().card();
            Options options = own ? growth.operator().options() : DefaultOptions.of(card.card());
            return new LeasedOperator(lease, options, growth.optimizerState().orElse(card.optimizerState()),
                    growth.learningRate().orElse(card.learningRate()), place);
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    private Lease<GrowthOperator> lease(String name, String place) {
        try {
            return catalogue.operator(name);
        } catch (GrowthException e) {
            throw e.at(place);
        }
    }
}
