package growth.study.file;

import java.nio.file.Path;

/**
 * Which run of a study.
 *
 * @param arm   the strategy
 * @param trial the tuned settings
 * @param seed  the seed
 */
public record Cell(Arm arm, Trial trial, long seed) {
    /** The folder of a study that holds the run folders. */
    public static final String RUNS = "runs";

    /** Returns the run folder within the study's: {@code runs/ARM/[TRIAL/]seed-N}. */
    public Path folder() {
        return Path.of(RUNS, arm.name(), trial.name(), "seed-" + seed);
    }

    /** Returns its name, unique in the study: {@code ARM[-TRIAL]-seed-N}. */
    public String name() {
        return arm.name() + (trial.name().isEmpty() ? "" : "-" + trial.name()) + "-seed-" + seed;
    }
}
