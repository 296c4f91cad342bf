package growth.ops.stacking;

import growth.api.TrainingTime;
import growth.api.model.ModelShape;
import growth.api.options.Options;
import growth.api.schedule.ScheduleRequest;
import java.util.Locale;

/**
 * Says when to grow, by the fit of Du et al. 2024 (equation 2): log10 d = 0.88 log10 N + 163.27 / log10 C − 5.74, with d the tokens before
 * the growth, N the target's parameters and C = 6·N·D the training operations of its run of D tokens. The fit rests on models of 410
 * million to 7 billion parameters; for small ones it exceeds the run itself.
 */
final class Guideline {
    private Guideline() {
    }

    /**
     * @param parameters N
     * @param flops      C
     * @return d, in tokens
     */
    static double tokens(double parameters, double flops) {
        return Math.pow(10, 0.88 * Math.log10(parameters) + 163.27 / Math.log10(flops) - 5.74);
    }

    /**
     * @param request the run
     * @param options the schedule's options, for the place of a refusal
     * @param option  the option that was left out
     * @return when the run should grow
     * @throws growth.api.GrowthException (CONFIGURATION) where the fit cannot be used: models other than language models, runs whose length
     * in tokens is not known, and times in the second half of the run
     */
    static TrainingTime time(ScheduleRequest request, Options options, String option) {
        ModelShape target = request.target();
        if (target.image().isPresent()) {
            throw options.refuse(option, "left out, but the guideline was fitted on language models; give a time, e.g. at: 10%");
        }
        double parameters = target.parameterCount();
        double flops = flops(request, options, option);
        double total = flops / (6 * parameters);
        double tokens = tokens(parameters, flops);
        if (tokens >= total / 2) {
            throw options.refuse(option, String.format(Locale.ROOT, "left out, but the guideline of Du et al. 2024 (equation 2) gives"
                    + " d = %.3g tokens for N = %.3g parameters and C = %.3g FLOPs, half or more of the run's %.3g tokens: it was fitted on"
                    + " 410M to 7B parameters; give a time, e.g. at: 10%%", tokens, parameters, flops, total));
        }
        return TrainingTime.tokens(Math.rint(tokens));
    }

    private static double flops(ScheduleRequest request, Options options, String option) {
        if (request.duration().unit() == TrainingTime.Unit.FLOPS) {
            return request.duration().value();
        }
        return 6.0 * request.target().parameterCount() * request.totalTokens().orElseThrow(() -> options.refuse(option,
                "left out, but the guideline needs the run's length in tokens, which " + request.duration()
                        + " does not tell; give a time, e.g. at: 10%"));
    }
}
