package growth.shell.progress;

import growth.api.training.Progress;
import growth.study.file.Arm;
import growth.study.file.Cell;
import growth.study.run.CellState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Counts how far the runs of a study have come. What a run weighs is its planned FLOPs; a run whose cost nobody knows weighs as much as the
 * mean of the others. For one thread at a time.
 */
final class StudyTally {
    private final Map<Cell, Double> weights = new LinkedHashMap<>();
    private final Map<Cell, Standing> standings = new LinkedHashMap<>();
    private double trained;

    /**
     * How far a run has come.
     *
     * @param state    its state
     * @param running  whether it trains at this moment
     * @param progress its progress; {@link Progress#none()} if nothing is known
     */
    record Standing(CellState state, boolean running, Progress progress) {
        /** Returns the share of its work that is done. */
        double share() {
            return state.over() ? 1 : progress.share();
        }

        /** Returns the last validation loss, or the training loss before the first. */
        double loss() {
            return progress.validationLoss().orElse(progress.loss());
        }
    }

    /** @param flops planned FLOPs of each run, NaN where nobody knows them, in the order of arms */
    StudyTally(Map<Cell, Double> flops) {
        double mean = flops.values().stream().mapToDouble(one -> one).filter(Double::isFinite).average().orElse(1);
        flops.forEach((cell, known) -> {
            weights.put(cell, Double.isFinite(known) ? known : mean);
            standings.put(cell, new Standing(CellState.NEW, false, Progress.none()));
        });
    }

    /** Takes the state of a run. */
    void state(Cell cell, CellState state) {
        standings.computeIfPresent(cell, (one, before) -> new Standing(state, false, before.progress()));
    }

    /** Takes how far a run had come before. */
    void known(Cell cell, Progress progress) {
        standings.computeIfPresent(cell, (one, before) -> new Standing(before.state(), false, progress));
    }

    /** Takes that a run starts where it stands: what it has behind it is nothing that is trained now. */
    void start(Cell cell, Progress progress) {
        standings.computeIfPresent(cell, (one, before) -> new Standing(CellState.BEGUN, true, progress));
    }

    /** Takes how far a run has come. */
    void progress(Cell cell, Progress progress) {
        Standing before = standings.get(cell);
        trained += weights.get(cell) * Math.max(0, progress.share() - before.progress().share());
        standings.put(cell, new Standing(before.state(), before.running(), progress));
    }

    /** Returns how far a run has come. */
    Standing standing(Cell cell) {
        return standings.get(cell);
    }

    /** Returns how many runs are over. */
    int over() {
        return (int) standings.values().stream().filter(one -> one.state().over()).count();
    }

    /** Returns how many runs there are. */
    int all() {
        return standings.size();
    }

    /** Returns the share of all work that is done. */
    double share() {
        double done = standings.entrySet().stream().mapToDouble(e -> weights.get(e.getKey()) * e.getValue().share()).sum();
        return done / total();
    }

    /**
     * Returns the seconds that are left; NaN as long as nothing has been trained.
     *
     * @param seconds since the first run was started
     */
    double left(double seconds) {
        double left = total() * (1 - share());
        return trained > 0 && seconds > 0 ? left * seconds / trained : left == 0 ? 0 : Double.NaN;
    }

    private double total() {
        return weights.values().stream().mapToDouble(w -> w).sum();
    }

    /**
     * A line of the table of arms.
     *
     * @param arm     the arm
     * @param over    how many of its runs are over
     * @param all     how many it has
     * @param loss    the mean of the last losses of runs that are over, without those that diverged; empty without any
     * @param share   the share of its work that is done
     * @param running those of its runs that train at this moment
     */
    record Row(Arm arm, int over, int all, OptionalDouble loss, double share, List<Cell> running) {
    }

    /** Returns a row for each arm, in order. */
    List<Row> rows() {
        Map<Arm, List<Cell>> arms = standings.keySet().stream().collect(Collectors.groupingBy(Cell::arm, LinkedHashMap::new,
                Collectors.toList()));
        return arms.entrySet().stream().map(arm -> row(arm.getKey(), arm.getValue())).toList();
    }

    private Row row(Arm arm, List<Cell> cells) {
        double all = cells.stream().mapToDouble(weights::get).sum();
        OptionalDouble loss = cells.stream().map(standings::get).filter(s -> s.state() == CellState.FINISHED)
                .mapToDouble(Standing::loss).filter(Double::isFinite).average();
        return new Row(arm, (int) cells.stream().filter(c -> standings.get(c).state().over()).count(), cells.size(), loss,
                cells.stream().mapToDouble(c -> weights.get(c) * standings.get(c).share()).sum() / all,
                cells.stream().filter(c -> standings.get(c).running()).toList());
    }
}
