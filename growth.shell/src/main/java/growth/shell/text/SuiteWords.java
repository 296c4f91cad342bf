package growth.shell.text;

import growth.api.Amounts;
import growth.api.suite.Estimate;
import growth.api.suite.SuiteResult;
import growth.api.suite.TaskScore;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Scores at suites of tasks, in words. */
public final class SuiteWords {
    private static final String NOTHING = "-";

    private SuiteWords() {
    }

    /** Returns the mean over the tasks in one line, for a log. */
    public static String of(SuiteResult result) {
        String chance = result.chance().isPresent() ? " (chance " + share(result.chance()) + ")" : "";
        int tasks = result.tasks().size();
        return result.suite() + " exact match " + share(result.exactMatch()) + chance + " loss " + Amounts.loss(result.loss().mean()) + " ("
                + tasks + (tasks == 1 ? " task, " : " tasks, ") + Amounts.duration(result.cost().seconds()) + ")";
    }

    /**
     * Returns a table with a line for each task, and below them their mean.
     *
     * @param width columns of the page
     */
    public static List<String> table(SuiteResult result, int width) {
        boolean choices = result.tasks().stream().anyMatch(task -> task.choice().isPresent());
        Table table = choices ? new Table("task", ">examples", ">shots", ">exact match", ">choice", ">chance", ">loss")
                : new Table("task", ">examples", ">shots", ">exact match", ">chance", ">loss");
        for (TaskScore task : result.tasks()) {
            row(table, choices, task.task(), Integer.toString(task.examples()), Integer.toString(task.shots()), share(task.exactMatch()),
                    task.choice().map(SuiteWords::share).orElse(NOTHING), share(task.chance()), loss(task.loss()));
        }
        row(table, choices, "mean", "", "", share(result.exactMatch()), "", share(result.chance()), loss(result.loss()));
        return table.lines(width);
    }

    private static void row(Table table, boolean choices, String... cells) {
        table.row(choices ? cells : new String[] {cells[0], cells[1], cells[2], cells[3], cells[5], cells[6]});
    }

    private static String share(Estimate share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share.mean())
                + (Double.isNaN(share.standardError()) ? "" : String.format(Locale.ROOT, " ± %.1f", 100 * share.standardError()));
    }

    private static String share(OptionalDouble share) {
        return share.isPresent() ? String.format(Locale.ROOT, "%.1f%%", 100 * share.getAsDouble()) : NOTHING;
    }

    private static String loss(Estimate loss) {
        return Amounts.loss(loss.mean())
                + (Double.isNaN(loss.standardError()) ? "" : String.format(Locale.ROOT, " ± %.4f", loss.standardError()));
    }
}
