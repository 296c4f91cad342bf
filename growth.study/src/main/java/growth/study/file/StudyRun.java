package growth.study.file;

import growth.runtime.run.RunFile;
import java.nio.file.Path;

/**
 * A run of a study, complete.
 *
 * @param cell which one
 * @param run  its run file: all of it, as the trainer takes it
 */
public record StudyRun(Cell cell, RunFile run) {
    /** Returns the arm. */
    public Arm arm() {
        return cell.arm();
    }

    /** Returns the tuned settings. */
    public Trial trial() {
        return cell.trial();
    }

    /** Returns the seed. */
    public long seed() {
        return cell.seed();
    }

    /** Returns the run folder within the study's. */
    public Path folder() {
        return cell.folder();
    }
}
