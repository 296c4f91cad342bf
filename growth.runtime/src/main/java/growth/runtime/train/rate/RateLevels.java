package growth.runtime.train.rate;

/**
 * The progress of each part of a learning-rate schedule, as a share of that part.
 *
 * @param warmed   of the warm-up; 1 when it is over
 * @param decayed  of the decay; 0 before it begins
 * @param rewarmed of the ramp after a growth; 1 when there is none on its way
 */
public record RateLevels(double warmed, double decayed, double rewarmed) {
}
