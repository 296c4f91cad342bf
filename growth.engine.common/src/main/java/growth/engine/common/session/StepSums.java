package growth.engine.common.session;

import growth.api.GrowthException;
import growth.api.engine.StepResult;
import growth.api.engine.TrainShare;

/**
 * What a rank knows of a step before its update, when the gradients have been summed over all ranks.
 *
 * @param losses summed loss of the scored labels of the rank's own batches, in nats
 * @param norm   global norm of the summed gradient of what learns
 * @param flops  operations of the rank's own batches
 */
public record StepSums(double losses, double norm, double flops) {
    /**
     * Returns the step's result for all ranks, which decides alike for all whether there is an update. The norm is that of the rank with
     * the first batch: one with other workers or vectors adds up in another order, and would clip a little differently.
     *
     * @throws GrowthException (UNEXPECTED) if the shares do not make up one step
     */
    public StepResult of(TrainShare share) {
        // one that is alone may be a part of more, which the others make without it
        boolean first = share.first() == 0 || share.isAlone();
        double[] sums = {losses, flops, first ? norm : 0, first ? 1 : 0, share.ownScored()};
        share.ranks().sum(sums);
        if (sums[3] != 1 || sums[4] != share.scored()) {
            throw new GrowthException(GrowthException.Kind.UNEXPECTED, "the shares of the ranks do not make up one step: "
                    + (long) sums[3] + " of them have its first batch, and together they have " + (long) sums[4] + " scored labels; this"
                    + " rank was told " + share.scored());
        }
        double loss = sums[0] / share.scored();
        return new StepResult(loss, sums[2], sums[1], Double.isFinite(loss) && Double.isFinite(sums[2]));
    }
}
