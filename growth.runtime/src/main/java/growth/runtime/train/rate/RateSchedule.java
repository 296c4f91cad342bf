package growth.runtime.train.rate;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.runtime.run.LearningRateSettings;
import growth.runtime.run.TimeScale;
import java.util.Optional;

/**
 * The learning rate of a run as a pure function of the moment and of what growths, and changes of the run's length, have done to the
 * schedule.
 *
 * <p>Over x, the share done of what was left when the schedule began (all of it, without a restart), with warm-up w, floor f, WSD's decay c
 * and one step s:
 * <pre>
 * warm-up   x &lt; w          (x + s) / w
 * constant                 1
 * linear                   1 − (1 − f) · u                    u = (x − w) / (1 − w)
 * cosine                   f + (1 − f) · (1 + cos(π u)) / 2
 * wsd       x ≤ 1 − c      1
 *           else           1 − (1 − f) · u                    u = (x − (1 − c)) / c
 * </pre>
 * times the peak. A step's rate is the one at the share done <em>before</em> the step, as in Hugging Face's schedules, except that what
 * rises begins with one step's worth instead of 0, so that no step is wasted. Linear and cosine: Loshchilov and Hutter 2017 without
 * restarts; wsd: Hu et al. 2024 with the linear decay of Hägele et al. 2024.
 *
 * <p>A schedule that goes on as it stood in a run of another length ({@link RateState#continuing}) keeps how far each part had come: the
 * rest of it is stretched or squeezed over what is left.
 *
 * @param kind     the shape
 * @param peak     highest learning rate
 * @param floor    end value as a fraction of the peak; constant has none
 * @param warmup   linear rise
 * @param decay    wsd's decay at the end
 * @param rewarm   ramp back to the schedule after a growth with REWARM
 * @param duration the run's length; no share
 */
public record RateSchedule(LearningRateSettings.Kind kind, double peak, double floor, Span warmup, Span decay, Span rewarm,
        TrainingTime duration) {
    /** The share of a rise that the first step counts for while the length of steps is unknown: a hundredth. */
    private static final double UNKNOWN_STEP = 0.01;
    /** After a restart, a warm-up of absolute length takes at most that share of what is left, or else its share of the whole run. */
    private static final double MOST_WARMUP = 0.5;

    public RateSchedule {
        double decaying = kind == LearningRateSettings.Kind.WSD ? decay.share() : 0;
        if (warmup.share() + decaying > 1) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, "warm-up and decay together are longer than the run");
        }
    }

    /**
     * Returns the schedule.
     *
     * @param settings as the run file gives it
     * @param peak     highest learning rate
     * @param rewarm   ramp after a growth with REWARM
     * @param scale    the run's length
     * @throws GrowthException (CONFIGURATION) where a unit does not convert to the run's, or the parts are longer than the run
     */
    public static RateSchedule of(LearningRateSettings settings, double peak, TrainingTime rewarm, TimeScale scale) {
        Span decay = settings.kind() == LearningRateSettings.Kind.WSD ? Span.of("learning-rate decay", settings.decay(), scale) : Span.NONE;
        return new RateSchedule(settings.kind(), peak, settings.floor(), Span.of("learning-rate warm-up", settings.warmup(), scale), decay,
                Span.of("growth's rewarm", rewarm, scale), scale.duration());
    }

    /**
     * Returns the learning rate of the step; more than 0 but at the end of a decay to 0.
     *
     * @param now   the moment before the step
     * @param next  the moment after it, as far as that can be told; where it cannot, {@code now}
     * @param state what growths and changes of length have done to the schedule
     */
    public double at(Moment now, Moment next, RateState state) {
        RateLevels before = levels(now, state);
        RateLevels after = levels(next, state);
        return peak * risen(before.warmed(), after.warmed()) * fallen(before.decayed()) * risen(before.rewarmed(), after.rewarmed());
    }

    /** Returns how far each part of the schedule has come at that moment. */
    public RateLevels levels(Moment now, RateState state) {
        double share = now.share(duration);
        Optional<RateState.Continued> continued = state.continued();
        double begin = continued.map(c -> c.at().share(duration)).orElseGet(() -> state.origin().share(duration));
        RateLevels begun = continued.map(RateState.Continued::levels).orElse(new RateLevels(state.warmup() ? 0 : 1, 0, 1));
        double warmup = begun.warmed() < 1 ? warmup(1 - state.origin().share(duration)) : 0;
        double warm = begin + (1 - begun.warmed()) * warmup;
        return new RateLevels(grown(begun.warmed(), share - begin, warmup),
                decayed(share, warm, begun.decayed(), 1 - state.origin().share(duration)), rewarmed(share, begin, begun, state));
    }

    /** Returns a level that grows to 1 over that length, all shares of the run. */
    private static double grown(double from, double passed, double length) {
        return length <= 0 ? 1 : Math.min(1, from + Math.max(0, passed) / length);
    }

    /**
     * Returns the warm-up's length, as a share of the run.
     *
     * @param rest what was left of the run when the schedule began
     */
    public double warmup(double rest) {
        if (rest <= 0) {
            return 0;
        }
        return rest * (warmup.relative() ? warmup.share() : Math.min(warmup.of(rest), Math.max(MOST_WARMUP, warmup.share())));
    }

    /**
     * @param warm when the warm-up ends, or where the schedule goes on after it
     * @param from level of the decay there
     * @param rest what was left of the run when the schedule began
     */
    private double decayed(double share, double warm, double from, double rest) {
        if (kind == LearningRateSettings.Kind.CONSTANT) {
            return 0;
        }
        // WSD's decay has its length at the end; it begins right after a warm-up that leaves less, and one on its way is not begun again.
        boolean waits = kind == LearningRateSettings.Kind.WSD && from == 0;
        double begin = waits ? Math.max(warm, 1 - (rest > 0 ? rest * decay.of(rest) : 0)) : warm;
        if (share < begin || waits && (share == begin || begin >= 1)) {
            return from;
        }
        return begin < 1 ? Math.min(1, from + (1 - from) * (share - begin) / (1 - begin)) : 1;
    }

    private double rewarmed(double share, double begin, RateLevels begun, RateState state) {
        if (state.rewarm().isEmpty()) {
            return 1;
        }
        double from = state.rewarm().get().share(duration);
        double length = from < 1 ? rewarm.of(1 - from) * (1 - from) : 0;
        boolean taken = state.continued().isPresent() && begin >= from;
        return taken ? grown(begun.rewarmed(), share - begin, length) : grown(0, share - from, length);
    }

    /** The factor of a part that rises, from its levels before and after the step. */
    private static double risen(double before, double after) {
        if (before >= 1) {
            return 1;
        }
        return after > before ? after : Math.min(1, before + UNKNOWN_STEP);
    }

    private double fallen(double level) {
        return switch (kind) {
            case CONSTANT -> 1;
            case LINEAR, WSD -> 1 - (1 - floor) * level;
            case COSINE -> floor + (1 - floor) * (1 + Math.cos(Math.PI * level)) / 2;
        };
    }
}
