package growth.study.account;

import growth.study.statistics.Interval;

/**
 * How much loss more compute buys: the slope of loss over the logarithm of compute near the end of the baseline's runs, least squares.
 *
 * @param perLog      loss saved per unit of ln(FLOPs), positive; NaN with fewer than three evaluations
 * @param perPercent  loss that 1 % more compute saves
 * @param interval    of {@code perLog} over seeds
 * @param from        FLOPs from which evaluations are used
 * @param evaluations used per run
 * @param envelope    {@code perLog} of the best of several sizes from scratch at each compute; NaN without references
 */
public record ExchangeRate(double perLog, double perPercent, Interval interval, double from, int evaluations, double envelope) {
}
