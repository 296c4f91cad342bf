package growth.parallel.cost;

/**
 * An optimizer step of W ranks, on average.
 *
 * @param ranks   number of ranks W
 * @param compute seconds in which a rank computes
 * @param moving  seconds in which it sums or averages the model's numbers with the others
 * @param talking seconds in which they agree on what to do
 * @param bytes   bytes that a rank sends
 */
public record StepTime(int ranks, double compute, double moving, double talking, double bytes) {
    /** Returns its length in seconds. */
    public double seconds() {
        return compute + moving + talking;
    }

    /** Returns how many times as fast it is as a step of one rank that takes so many seconds. */
    public double speedup(StepTime alone) {
        return alone.seconds() / seconds();
    }

    /** Returns the speedup for each rank: 1 if no time is lost. */
    public double efficiency(StepTime alone) {
        return speedup(alone) / ranks;
    }
}
