package growth.parallel.cost;

/**
 * What an optimizer step asks of the ranks together and of each.
 *
 * @param shared   seconds in which one rank alone would compute the step's forward and backward passes; W ranks share them
 * @param own      seconds that every rank spends whatever their number: the update of all parameters, reading batches
 * @param summed   float32 numbers that the ranks sum in a synchronous step: one for each parameter that learns
 * @param averaged float32 numbers that they sum when they synchronise after local steps: parameters, what the optimizer remembers, averages
 */
public record StepWork(double shared, double own, long summed, long averaged) {
}
