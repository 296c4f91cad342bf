package growth.study.account;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One run of an arm: for each seed the trial of the tuning grid that came out best there.
 *
 * @param seed    what the run is paired by
 * @param trial   name of the trial; empty without tuning
 * @param folder  of the run, relative to the study's folder, with {@code /}
 * @param outcome how it ended
 * @param end     where it ended
 * @param finals  measures at the fixed end by name ({@link Measures}); loss infinite if it diverged
 * @param curve   validation losses, in order
 * @param stages  sizes of the model
 */
public record RunResult(long seed, String trial, String folder, Outcome outcome, At end, Map<String, Double> finals,
        List<CurvePoint> curve, List<Stage> stages) {
    public RunResult {
        finals = Collections.unmodifiableMap(new LinkedHashMap<>(finals));
        curve = List.copyOf(curve);
        stages = List.copyOf(stages);
    }

    /** Returns the loss at the fixed end; NaN if there is none. */
    public double loss() {
        return finals.getOrDefault(Measures.LOSS, Double.NaN);
    }

    /**
     * @param at   where the evaluation was made
     * @param loss validation loss
     */
    public record CurvePoint(At at, double loss) {
    }

    /**
     * @param at         where it began
     * @param shape      of the model, in words
     * @param parameters of the model
     */
    public record Stage(At at, String shape, long parameters) {
    }
}
