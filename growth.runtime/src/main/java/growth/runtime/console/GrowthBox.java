package growth.runtime.console;

import growth.api.model.Trainable;
import growth.api.training.GrowthReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A growth's report, framed. */
public final class GrowthBox {
    private static final int NAMED_TENSORS = 3;

    private GrowthBox() {
    }

    /**
     * @param where when it happened, e.g. {@code step 400}
     * @return the lines of the box
     */
    public static List<String> lines(GrowthReport report, String where) {
        List<String> facts = new ArrayList<>();
        facts.add("from      " + report.from() + ", " + Amounts.count(report.from().parameterCount()) + " parameters");
        facts.add("to        " + report.to() + ", " + Amounts.count(report.to().parameterCount()) + " parameters");
        facts.add("map       " + report.map());
        if (Double.isFinite(report.lossBefore())) {
            facts.add("loss      " + Amounts.loss(report.lossBefore()) + " -> " + Amounts.loss(report.lossAfter())
                    + " on held-out data, max |Δlogit| "
                    + small(report.maxLogitChange()) + " (claimed: " + report.claimed().words() + ")");
        } else {
            facts.add("claimed   " + report.claimed().words());
        }
        if (Double.isFinite(report.newGradientNorm())) {
            facts.add("gradient  norm of new entries " + small(report.newGradientNorm()) + dead(report.deadParameters()));
        }
        if (Double.isFinite(report.copyDistance())) {
            facts.add("copies    gradients differ by at least " + small(report.copyDistance())
                    + (report.copiesStayEqual() ? ": copies that nothing tells apart stay equal" : ""));
        }
        facts.add("policies  optimizer state " + report.optimizerState().id() + ", learning rate " + report.learningRate().id());
        if (!report.trainable().equals(Trainable.ALL)) {
            facts.add("trains    " + TrainableWords.of(report.trainable()) + " and nothing else");
        }
        facts.add(String.format(Locale.ROOT, "took      %.2f s, %s for %s", report.seconds(), Amounts.bytes(report.peakBytes()),
                report.tensorByTensor() ? "the largest tensors, old and new" : "both models"));
        return framed("growth: " + report.operator() + " at " + where, facts);
    }

    private static String dead(List<String> parameters) {
        if (parameters.isEmpty()) {
            return "";
        }
        String names = String.join(", ", parameters.subList(0, Math.min(NAMED_TENSORS, parameters.size())));
        return "; without gradient: " + names + (parameters.size() > NAMED_TENSORS ? " and " + (parameters.size() - NAMED_TENSORS)
                + " more" : "");
    }

    private static String small(double x) {
        return Double.isFinite(x) ? String.format(Locale.ROOT, "%.2e", x) : "n/a";
    }

    private static List<String> framed(String title, List<String> facts) {
        int width = Math.max(title.length() + 4, facts.stream().mapToInt(String::length).max().orElse(0) + 2);
        List<String> lines = new ArrayList<>();
        lines.add("┌─ " + title + " " + "─".repeat(width - title.length() - 3) + "┐");
        facts.forEach(fact -> lines.add("│ " + fact + " ".repeat(width - fact.length() - 1) + "│"));
        lines.add("└" + "─".repeat(width) + "┘");
        return lines;
    }
}
