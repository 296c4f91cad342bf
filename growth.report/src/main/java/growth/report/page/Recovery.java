package growth.report.page;

import growth.api.Amounts;
import growth.runtime.metrics.MetricsRecord.Evaluation;
import growth.runtime.metrics.MetricsRecord.Growth;
import growth.runtime.metrics.RunMetrics;
import java.util.List;

/** How long a growth's rise of the loss lasted, by the validation losses before and after it. */
final class Recovery {
    private Recovery() {
    }

    /** Returns it in words. */
    static String words(RunMetrics run, Growth growth) {
        long at = growth.at().step();
        List<Evaluation> before = run.evaluations().stream().filter(e -> e.at().step() <= at && e.at().stage() < growth.at().stage())
                .toList();
        List<Evaluation> after = run.evaluations().stream().filter(e -> e.at().stage() >= growth.at().stage() && e.at().step() > at)
                .toList();
        if (before.isEmpty() || after.isEmpty()) {
            return "not known: no validation loss " + (before.isEmpty() ? "before" : "after") + " it";
        }
        double goal = before.get(before.size() - 1).loss();
        for (int i = 0; i < after.size(); i++) {
            Evaluation there = after.get(i);
            if (there.loss() <= goal) {
                if (i == 0) {
                    return "within " + Amounts.grouped(there.at().step() - at) + " steps, by the next evaluation ("
                            + Amounts.loss(there.loss()) + " after " + Amounts.loss(goal) + ")";
                }
                Evaluation last = after.get(i - 1);
                double share = (last.loss() - goal) / (last.loss() - there.loss());
                return "about " + Amounts.grouped(last.at().step() + share * (there.at().step() - last.at().step()) - at)
                        + " steps to the validation loss before it, " + Amounts.loss(goal);
            }
        }
        return "validation loss has not come back to " + Amounts.loss(goal);
    }
}
