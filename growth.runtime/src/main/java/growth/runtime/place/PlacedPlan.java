package growth.runtime.place;

import growth.api.Amounts;
import growth.launcher.place.Executor;
import growth.runtime.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A planned run held against the executors of a place.
 *
 * @param place     the place's name
 * @param executors what it has
 * @param ranks     how many of them the run needs at once
 * @param takes     memory that each of them takes
 */
public record PlacedPlan(String place, List<Executor> executors, int ranks, Plan.Memory takes) {
    /** Executors that are named; the rest is counted. */
    private static final int NAMED = 4;

    /**
     * Asks the place for its executors.
     *
     * @throws growth.api.GrowthException if it cannot be reached
     */
    public static PlacedPlan of(Elsewhere there, Plan plan) {
        return new PlacedPlan(there.name(), Places.executors(there.place()), plan.parallel().map(p -> p.settings().ranks()).orElse(1),
                plan.memory());
    }

    /** Returns the executors in a line. */
    public String words() {
        Stream<String> named = executors.stream().limit(NAMED).map(executor -> executor.id() + " on " + executor.host() + " ("
                + executor.cores() + (executor.cores() == 1 ? " core" : " cores")
                + (executor.memory() > 0 ? ", " + Amounts.bytes(executor.memory()) : "") + ")");
        String more = executors.size() > NAMED ? ", and " + (executors.size() - NAMED) + " more" : "";
        return place + " has " + executors.size() + (executors.size() == 1 ? " executor: " : " executors: ")
                + named.collect(Collectors.joining(", ")) + more;
    }

    /** Returns why the run cannot be trained there, if it cannot. */
    public Optional<String> refusal() {
        if (executors.size() < ranks) {
            return Optional.of(place + " has " + executors.size() + (executors.size() == 1 ? " executor" : " executors")
                    + ", and the run needs " + ranks + " at once (data-parallel.ranks); start more, or write fewer ranks");
        }
        // any of the executors may get a rank
        return executors.stream().filter(executor -> executor.memory() > 0 && executor.memory() < takes.bytes()).findFirst()
                .map(executor -> (ranks > 1 ? "each rank" : "the run") + " takes " + Amounts.bytes(takes.bytes()) + " of memory ("
                        + Amounts.bytes(takes.models()) + " for models), and executor " + executor.id() + " on " + executor.host()
                        + " may take " + Amounts.bytes(executor.memory()) + "; give executors more, or make the model, training.batch or"
                        + " the context smaller");
    }
}
