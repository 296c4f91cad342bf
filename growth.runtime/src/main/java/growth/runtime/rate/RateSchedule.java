package growth.runtime.rate;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.runtime.run.LearningRateSettings;
import growth.runtime.run.TimeScale;

/**
 * The learning rate of a run as a pure function of the share of the run that is done and of what growths have done to the schedule.
 *
 * <p>Over x, the share done of what was left when the schedule began (all of it, without a restart), with warm-up w, floor f and WSD's
 * decay c:
 * <pre>
 * warm-up   x &lt; w          x / w
 * constant                 1
 * linear                   1 − (1 − f) · u                    u = (x − w) / (1 − w)
 * cosine                   f + (1 − f) · (1 + cos(π u)) / 2
 * wsd       x ≤ 1 − c      1
 *           else           1 − (1 − f) · (x − (1 − c)) / c
 * </pre>
 * times the peak. As in Hugging Face's schedules, a step's rate is the one at the share done <em>before</em> the step, so that the first
 * step of a warm-up has rate 0. Linear and cosine: Loshchilov and Hutter 2017 without restarts; wsd: Hu et al. 2024 with the linear decay
 * of Hägele et al. 2024.
 *
 * @param kind   the shape
 * @param peak   highest learning rate
 * @param floor  end value as a fraction of the peak; constant has none
 * @param warmup linear rise from 0
 * @param decay  wsd's decay at the end
 * @param rewarm ramp back to the schedule after a growth with REWARM
 */
public record RateSchedule(LearningRateSettings.Kind kind, double peak, double floor, Span warmup, Span decay, Span rewarm) {
    public RateSchedule {
        double decaying = kind == LearningRateSettings.Kind.WSD ? decay.share() : 0;
        if (warmup.share() + decaying > 1) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, "warm-up and decay together are longer than the run");
        }
    }

    /**
     * @param settings as the run file gives it
     * @param peak     highest learning rate
     * @param rewarm   ramp after a growth with REWARM
     * @param scale    the run's length
     * @return the schedule
     * @throws GrowthException (CONFIGURATION) where a unit does not convert to the run's, or the parts are longer than the run
     */
    public static RateSchedule of(LearningRateSettings settings, double peak, TrainingTime rewarm, TimeScale scale) {
        Span decay = settings.kind() == LearningRateSettings.Kind.WSD ? Span.of("learning-rate decay", settings.decay(), scale) : Span.NONE;
        return new RateSchedule(settings.kind(), peak, settings.floor(), Span.of("learning-rate warm-up", settings.warmup(), scale), decay,
                Span.of("growth's rewarm", rewarm, scale));
    }

    /**
     * @param share share of the run that is done, 0 to 1
     * @param state what growths have done to the schedule
     * @return the learning rate of the next step
     */
    public double at(double share, RateState state) {
        double rest = 1 - state.origin();
        double x = rest <= 0 ? 1 : Math.min(1, Math.max(0, (share - state.origin()) / rest));
        double begun = state.warmup() && rest > 0 ? warmup.of(rest) : 0;
        return peak * factor(x, begun, rest) * ramp(share, state);
    }

    private double factor(double x, double begun, double rest) {
        if (x < begun) {
            return x / begun;
        }
        double u = begun < 1 ? (x - begun) / (1 - begun) : 1;
        return switch (kind) {
            case CONSTANT -> 1;
            case LINEAR -> 1 - (1 - floor) * u;
            case COSINE -> floor + (1 - floor) * (1 + Math.cos(Math.PI * u)) / 2;
            case WSD -> {
                // After a late restart both lengths may no longer fit: the decay then begins right after the warm-up.
                double from = Math.max(begun, 1 - (rest > 0 ? decay.of(rest) : 0));
                yield x <= from || from >= 1 ? 1 : 1 - (1 - floor) * (x - from) / (1 - from);
            }
        };
    }

    private double ramp(double share, RateState state) {
        if (state.rewarm().isEmpty()) {
            return 1;
        }
        double from = state.rewarm().getAsDouble();
        double length = from < 1 ? rewarm.of(1 - from) * (1 - from) : 0;
        return share >= from + length ? 1 : (share - from) / length;
    }
}
