package growth.study.account;

/**
 * The noise floor: how far runs of the baseline differ that differ in nothing but their seed.
 *
 * @param loss  final losses over seeds
 * @param floor difference between the means of two arms of as many unpaired seeds that chance alone exceeds in 5 of 100 studies; NaN for
 *              one seed
 * @param first whether all runs of the baseline were begun before one of another arm was over
 */
public record Noise(Spread loss, double floor, boolean first) {
}
