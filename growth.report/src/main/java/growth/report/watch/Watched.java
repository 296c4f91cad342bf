package growth.report.watch;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is watched, at one moment.
 *
 * @param title   name of the run, or of the study
 * @param several whether it is a folder of runs, such as a study's
 * @param runs    its runs, in order; those that have not begun among them, where they are known
 * @param notes   what could not be read, one line each
 */
public record Watched(String title, boolean several, List<RunView> runs, List<String> notes) {
    public Watched {
        runs = List.copyOf(runs);
        notes = List.copyOf(notes);
    }

    /** Returns whether there is nothing that could still come. */
    public boolean over() {
        return !runs.isEmpty() && runs.stream().allMatch(run -> run.state().over());
    }

    /** Returns how many runs are in each state, e.g. {@code 3 finished, 2 training, 4 not begun}. */
    public String counts() {
        Map<RunView.State, Integer> counts = new TreeMap<>();
        runs.forEach(run -> counts.merge(run.state(), 1, Integer::sum));
        return String.join(", ", counts.entrySet().stream().map(e -> e.getValue() + " " + e.getKey().words()).toList());
    }
}
