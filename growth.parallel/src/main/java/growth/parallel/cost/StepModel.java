package growth.parallel.cost;

import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * How long a step takes, by the number of ranks. The step's batch stays the same, so more ranks have less to do each. Nothing overlaps: the
 * gradients are summed when the backward pass is over.
 *
 * @param work    what a step asks for
 * @param network the network between the ranks
 */
public record StepModel(StepWork work, Network network) {
    /** All-gathers of a few numbers in a step: its seconds and stop requests, and its loss. */
    private static final int GATHERS = 2;
    private static final int GATHERED = 64;
    /** Broadcasts in a step: what the schedule decided, and what it remembers. */
    private static final int BROADCASTS = 1;
    private static final int TOLD = 512;

    /** Returns a step of one rank, which exchanges nothing. */
    public StepTime alone() {
        return new StepTime(1, work.shared() + work.own(), 0, 0, 0);
    }

    /** Returns a step in which the gradients of all ranks are summed. */
    public StepTime synchronous(int ranks) {
        RingCost ring = new RingCost(ranks, network);
        return step(ring, ring.sumSeconds(work.summed()), ring.sumBytes(work.summed()));
    }

    /**
     * Returns the mean of so many local steps and the synchronisation after them.
     *
     * @param steps steps between two synchronisations
     */
    public StepTime local(int ranks, int steps) {
        RingCost ring = new RingCost(ranks, network);
        return step(ring, ring.sumSeconds(work.averaged()) / steps, ring.sumBytes(work.averaged()) / steps);
    }

    private StepTime step(RingCost ring, double moving, double bytes) {
        double talking = GATHERS * ring.gatherSeconds(GATHERED) + BROADCASTS * ring.broadcastSeconds(TOLD);
        return new StepTime(ring.ranks(), work.shared() / ring.ranks() + work.own(), moving, talking,
                bytes + GATHERS * ring.gatherBytes(GATHERED) + (ring.ranks() == 1 ? 0 : TOLD));
    }

    /**
     * Returns the number of ranks with the shortest step; 1 if one rank alone is fastest.
     *
     * @param steps  number of ranks → its step, by {@link #synchronous} or {@link #local}
     * @param ranks  the numbers that are possible
     */
    public static int fastest(IntFunction<StepTime> steps, IntStream ranks) {
        return ranks.boxed().min((a, b) -> Double.compare(steps.apply(a).seconds(), steps.apply(b).seconds())).orElse(1);
    }

    /**
     * Returns the largest number of ranks whose step still has an efficiency; 1 if none has.
     *
     * @param share the efficiency, in (0, 1]
     */
    public int paying(IntFunction<StepTime> steps, IntStream ranks, double share) {
        return ranks.filter(each -> steps.apply(each).efficiency(alone()) >= share).max().orElse(1);
    }
}
