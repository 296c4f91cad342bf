package growth.api.engine;

import growth.api.data.Batch;
import java.util.List;

/**
 * One rank's share of an optimizer step that several ranks make together. The step's batches are numbered through all ranks, and each rank
 * has the same number of neighbouring ones.
 *
 * @param batches the rank's batches, at least one
 * @param first   number of the first of them in the step, from 0: what is dropped at random is decided by it
 * @param scored  number of scored labels in the batches of all ranks: the loss is the mean over them
 * @param ranks   sums over all ranks
 */
public record TrainShare(List<Batch> batches, int first, long scored, AllReduce ranks) {
    /** Throws {@link IllegalArgumentException} if there is no batch, or the numbers cannot be those of a step. */
    public TrainShare {
        batches = List.copyOf(batches);
        if (batches.isEmpty() || first < 0) {
            throw new IllegalArgumentException(batches.size() + " batches from number " + first + " on; a share has at least one, from 0");
        }
        long own = scored(batches);
        if (scored < own) {
            throw new IllegalArgumentException(scored + " scored labels in a step, of which a share alone has " + own);
        }
    }

    /** Returns the share of a rank that makes the whole step alone. */
    public static TrainShare alone(List<Batch> step) {
        return of(step, 0, 1, AllReduce.ALONE);
    }

    /**
     * Returns a rank's share of a step: of A batches and W ranks, rank r has those from r·A/W to (r+1)·A/W.
     *
     * @param step  the batches of all ranks
     * @param rank  number of the rank, from 0
     * @param size  number of ranks
     * @param ranks sums over them
     * @throws IllegalArgumentException if the number of ranks does not divide that of the batches
     */
    public static TrainShare of(List<Batch> step, int rank, int size, AllReduce ranks) {
        if (rank < 0 || rank >= size || step.size() % size != 0) {
            throw new IllegalArgumentException("the share of rank " + rank + " of " + size + " in a step of " + step.size()
                    + " batches; the number of ranks divides that of the batches");
        }
        int own = step.size() / size;
        return new TrainShare(step.subList(rank * own, (rank + 1) * own), rank * own, scored(step), ranks);
    }

    private static long scored(List<Batch> batches) {
        return batches.stream().mapToLong(Batch::scored).sum();
    }

    /** Returns the number of scored labels in the rank's own batches. */
    public long ownScored() {
        return scored(batches);
    }

    /** Returns whether the share is the whole step, so that there is nothing to sum. */
    public boolean isAlone() {
        return ranks == AllReduce.ALONE;
    }
}
