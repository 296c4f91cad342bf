package growth.study.account;

import growth.runtime.metrics.RunMetrics;
import growth.study.file.Difference;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an account is made from: the rules that were fixed beforehand, and what each run wrote down.
 *
 * @param rules of the study
 * @param arms  the baseline first
 */
public record StudyRecords(Rules rules, List<ArmRecords> arms) {
    public StudyRecords {
        arms = List.copyOf(arms);
    }

    /**
     * @param study   name
     * @param budget  of each run, in words
     * @param targets losses at which speed-ups are read; the baseline's final loss is one of them in any case
     * @param varies  what arms may differ in on purpose
     * @param grid    tuned setting → its values, in the order of the grid
     */
    public record Rules(String study, String budget, List<TargetRule> targets, List<Difference> varies, Map<String, List<String>> grid) {
        public Rules {
            targets = List.copyOf(targets);
            varies = List.copyOf(varies);
            grid = Collections.unmodifiableMap(new LinkedHashMap<>(grid));
        }
    }

    /**
     * @param share of the baseline's compute; NaN for a loss that is given
     * @param loss  the given loss; NaN for a share
     */
    public record TargetRule(double share, double loss) {
    }

    /**
     * @param name   of the arm
     * @param role   {@code baseline}, {@code variant} or {@code reference}
     * @param varied setting → value, if the arm is a point of a sweep
     * @param sweep  the variant that is varied; empty without
     * @param runs   all trials of all seeds
     */
    public record ArmRecords(String name, String role, Map<String, String> varied, String sweep, List<RunRecord> runs) {
        public ArmRecords {
            varied = Collections.unmodifiableMap(new LinkedHashMap<>(varied));
            runs = List.copyOf(runs);
        }
    }

    /**
     * @param seed    of the run
     * @param trial   name of the trial; empty without a grid
     * @param tuned   tuned setting → value
     * @param folder  relative to the study, with {@code /}
     * @param metrics empty if there are none
     * @param facts   of the run
     */
    public record RunRecord(long seed, String trial, Map<String, String> tuned, String folder, Optional<RunMetrics> metrics,
            RunFacts facts) {
        public RunRecord {
            tuned = Collections.unmodifiableMap(new LinkedHashMap<>(tuned));
        }

        /** Returns when it was over at the earliest, if it is over: its training alone took that long. */
        Optional<Instant> ended() {
            return metrics.flatMap(RunMetrics::end).flatMap(end -> facts.begun().map(begin -> begin.plusMillis(
                    Math.round(1000 * end.at().seconds()))));
        }
    }
}
