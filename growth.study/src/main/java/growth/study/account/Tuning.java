package growth.study.account;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tuning of an arm: for each seed the trial with the lowest validation loss at the fixed end is chosen; what is reported is the median
 * of these over seeds. The trials are the same number for every arm.
 *
 * @param trials of the grid; empty without one
 * @param chosen one a seed
 * @param median over seeds of the chosen trials' losses
 * @param edges  settings whose chosen value lies at the edge of the grid, in words
 */
public record Tuning(List<Trial> trials, List<Choice> chosen, double median, List<String> edges) {
    public Tuning {
        trials = List.copyOf(trials);
        chosen = List.copyOf(chosen);
        edges = List.copyOf(edges);
    }

    /**
     * @param name     of the trial
     * @param settings path of the run file → value
     * @param losses   at the fixed end, by seed
     */
    public record Trial(String name, Map<String, String> settings, List<SeedLoss> losses) {
        public Trial {
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
            losses = List.copyOf(losses);
        }
    }

    /**
     * @param seed of the run
     * @param loss infinite if it diverged, NaN if there is none
     */
    public record SeedLoss(long seed, double loss) {
    }

    /**
     * @param seed  of the run
     * @param trial that was best
     * @param loss  of that trial
     */
    public record Choice(long seed, String trial, double loss) {
    }
}
