package growth.study.account;

/**
 * One quantity over seeds.
 *
 * @param mean      infinite if a seed diverged
 * @param median    the middle one, or the mean of the two in the middle
 * @param deviation sample standard deviation; NaN for one seed
 * @param low       the lowest
 * @param high      the highest
 * @param count     seeds
 */
public record Spread(double mean, double median, double deviation, double low, double high, int count) {
}
