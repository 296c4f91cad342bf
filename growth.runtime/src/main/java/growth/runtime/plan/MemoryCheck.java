package growth.runtime.plan;

import growth.api.Amounts;
import growth.api.GrowthException;
import growth.runtime.prepare.PreparedRun;
import java.util.List;
import java.util.Optional;

/**
 * Whether a run fits into the memory there is, found out before anything is allocated.
 *
 * @param place of what is said
 * @param takes the estimate
 * @param limit how much there is
 */
public record MemoryCheck(String place, Plan.Memory takes, MemoryLimit limit) {
    /** Beyond that share of the limit a run is close to it: the system needs some memory, and estimates are such. */
    private static final double CLOSE = 0.9;
    private static final String REMEDY = "; make the model, training.batch or the context smaller, raise training.accumulation, or set"
            + " training.recompute: block";

    /** @return the check of this run on this machine */
    static MemoryCheck of(PreparedRun run) {
        return new MemoryCheck(run.run().file().toString(), MemoryEstimate.of(run, StageCosts.known(run, Double.NaN)), MemoryLimit.now());
    }

    /** @return why the run cannot be trained here, if it cannot */
    Optional<String> refusal() {
        return takes.bytes() > limit.bytes() ? Optional.of(words() + REMEDY) : Optional.empty();
    }

    /** @return a line if the run hardly fits */
    static List<String> warnings(PreparedRun run) {
        return of(run).warnings();
    }

    List<String> warnings() {
        boolean close = takes.bytes() > CLOSE * limit.bytes() && refusal().isEmpty();
        return close ? List.of(words() + ": it may be ended for want of memory" + REMEDY) : List.of();
    }

    /** @throws GrowthException (CONFIGURATION) if the run cannot be trained here */
    public static void require(PreparedRun run) {
        of(run).refusal().ifPresent(words -> {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, words);
        });
    }

    private String words() {
        return place + ": the run takes " + Amounts.bytes(takes.bytes()) + " of memory (" + Amounts.bytes(takes.models())
                + " for models), and " + limit.what() + " has " + Amounts.bytes(limit.bytes());
    }
}
