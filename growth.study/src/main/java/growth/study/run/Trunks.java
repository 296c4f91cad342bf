package growth.study.run;

import growth.runtime.folder.RunFolder;
import growth.runtime.plan.Plan;
import growth.runtime.train.RunStart;
import growth.study.file.Cell;
import growth.study.file.StudyPlan;
import growth.study.file.StudyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What runs share: each grown run is kept as it stands before its first growth, as long as another run may branch from there. For one
 * thread, while others write checkpoints.
 *
 * @param plan   the study
 * @param folder its folder
 * @param shared whether anything is shared; if not, every run trains its small model itself
 */
record Trunks(StudyPlan plan, StudyFolder folder, boolean shared) {
    private static final String STEP = "step-";

    /**
     * How a run can begin.
     *
     * @param waits whether a run that trains at this moment will soon have the common part done
     * @param trunk the checkpoint to branch from; empty: from the first step
     */
    record Beginning(boolean waits, Optional<Path> trunk) {
    }

    /**
     * Returns how the run should begin: from the latest trunk that there is, unless a run in training will give a later one. Waiting for
     * it costs no time: trained alone, the run would come no sooner to where that trunk will be.
     *
     * @param running the runs in training
     */
    Beginning of(StudyRun run, Collection<StudyRun> running) {
        List<StudyRun> alike = plan.runs().stream().filter(other -> mayShare(run, other)).filter(other -> running.contains(other)
                || trunk(other).isPresent()).filter(other -> start(run).obstacle(start(other)).isEmpty()).toList();
        boolean waits = alike.stream().anyMatch(other -> running.contains(other) && trunk(other).isEmpty());
        return new Beginning(waits, alike.stream().flatMap(other -> trunk(other).stream())
                .max(Comparator.comparing(checkpoint -> checkpoint.getFileName().toString())));
    }

    /**
     * Returns whether the run is to be kept before it grows.
     *
     * @param others runs that are still to come
     */
    boolean wanted(StudyRun run, Collection<StudyRun> others) {
        return others.stream().anyMatch(other -> mayShare(run, other));
    }

    /**
     * Returns whether another run that grows at the same time is kept already, or will be: one trunk is enough.
     *
     * @param running the runs in training
     */
    boolean keptBy(StudyRun run, Collection<StudyRun> running) {
        return plan.runs().stream().filter(other -> mayShare(run, other) && (running.contains(other) || trunk(other).isPresent()))
                .anyMatch(other -> firstGrowth(other) == firstGrowth(run));
    }

    /** Returns when the model changes first, in tokens; NaN, which equals nothing, if nobody knows. */
    private double firstGrowth(StudyRun run) {
        return plan.trial(run.cell()).plan().stages().get(1).from();
    }

    /**
     * Removes trunks that nobody needs any more.
     *
     * @param others runs that are still to come, or may have to begin again
     */
    void tidy(Collection<StudyRun> others) {
        plan.runs().stream().filter(run -> Files.exists(folder.trunk(run.cell()).path())).filter(run -> !wanted(run, others))
                .forEach(this::remove);
        if (others.isEmpty()) {
            FolderTree.delete(folder.shared());
        }
    }

    /** Removes the trunk of that run. */
    void remove(StudyRun run) {
        FolderTree.delete(folder.trunk(run.cell()).path());
    }

    /** What plans tell without opening anything: both grow, from the same small model, with the same seed and tuned settings. */
    private boolean mayShare(StudyRun run, StudyRun other) {
        return shared && !run.equals(other) && run.seed() == other.seed() && run.trial().equals(other.trial()) && small(run).isPresent()
                && small(run).equals(small(other));
    }

    /** Returns how the run begins, but for its seed, which runs that share have in common. */
    private RunStart start(StudyRun run) {
        return plan.trial(run.cell()).start();
    }

    private Optional<Plan.Stage> grown(StudyRun run) {
        List<Plan.Stage> stages = plan.trial(run.cell()).plan().stages();
        return run.run().growth().isPresent() && stages.size() > 1 ? Optional.of(stages.get(0)) : Optional.empty();
    }

    private Optional<String> small(StudyRun run) {
        return grown(run).map(stage -> stage.shape() + " " + stage.view());
    }

    /** Returns the run's trunk, if it is there as a whole. */
    private Optional<Path> trunk(StudyRun run) {
        RunFolder trunk = folder.trunk(run.cell());
        if (!Files.isDirectory(trunk.checkpoints())) {
            return Optional.empty();
        }
        try (Stream<Path> entries = Files.list(trunk.checkpoints())) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith(STEP)).max(Comparator.naturalOrder());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns the run that has that trunk. */
    Optional<StudyRun> owner(Path checkpoint) {
        return plan.runs().stream().filter(run -> checkpoint.startsWith(folder.trunk(run.cell()).path())).findFirst();
    }

    /** Returns a name for people. */
    static String name(Cell cell) {
        return Path.of(Cell.RUNS).relativize(cell.folder()).toString();
    }
}
