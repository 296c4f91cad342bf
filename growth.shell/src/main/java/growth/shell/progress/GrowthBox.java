package growth.shell.progress;

import growth.api.Amounts;
import growth.api.model.Trainable;
import growth.api.training.GrowthReport;
import growth.runtime.disk.GrownCheckpoint;
import growth.shell.text.ModelWords;
import growth.shell.text.TextWidth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A growth's report, framed. */
public final class GrowthBox {
    private static final int NAMED_TENSORS = 3;
    private static final int LABEL = "policies  ".length();
    private static final int FRAME = "│  │".length();
    private static final int NARROWEST = 40;

    private GrowthBox() {
    }

    /** As {@link #lines(GrowthReport, String, int)}, at most {@value ConsoleStyle#USUAL_WIDTH} columns wide. */
    public static List<String> lines(GrowthReport report, String where) {
        return lines(report, where, ConsoleStyle.USUAL_WIDTH);
    }

    /**
     * Returns the lines of the box.
     *
     * @param where   when it happened, e.g. {@code step 400}
     * @param columns most columns of the box; what is longer is wrapped inside
     */
    public static List<String> lines(GrowthReport report, String where, int columns) {
        return framed(report, where, columns, report.change().claimed().words(), List.of());
    }

    /**
     * Returns the lines of the box about a growth on disk.
     *
     * @param where   the folder it came from
     * @param columns most columns of the box
     */
    public static List<String> lines(GrownCheckpoint grown, String where, int columns) {
        return framed(grown.report(), where, columns, DiskWords.claim(grown), DiskWords.of(grown));
    }

    private static List<String> framed(GrowthReport report, String where, int columns, String claim, List<String> disk) {
        List<String> facts = new ArrayList<>();
        facts.add("from      " + report.change().from() + ", " + Amounts.count(report.change().from().parameterCount()) + " parameters");
        facts.add("to        " + report.change().to() + ", " + Amounts.count(report.change().to().parameterCount()) + " parameters");
        facts.add("map       " + report.change().map());
        if (Double.isFinite(report.effect().lossBefore())) {
            facts.add("loss      " + Amounts.loss(report.effect().lossBefore()) + " -> " + Amounts.loss(report.effect().lossAfter())
                    + " on held-out data, max |Δlogit| "
                    + small(report.effect().maxLogitChange()) + " (claimed: " + report.change().claimed().words() + ")");
        } else {
            facts.add("claimed   " + claim);
        }
        facts.addAll(disk);
        if (Double.isFinite(report.effect().newGradientNorm())) {
            facts.add("gradient  norm of new entries " + small(report.effect().newGradientNorm()) + dead(report.effect().deadParameters()));
        }
        copies(report).ifPresent(facts::add);
        facts.add("policies  optimizer state " + report.policies().optimizerState().id() + ", learning rate "
                + report.policies().learningRate().id());
        if (!report.policies().trainable().equals(Trainable.ALL)) {
            facts.add("trains    " + ModelWords.trainable(report.policies().trainable()) + " and nothing else");
        }
        facts.add(String.format(Locale.ROOT, "took      %.2f s, %s for %s", report.cost().seconds(),
                Amounts.bytes(report.cost().peakBytes()),
                report.cost().tensorByTensor() ? "the largest tensors, old and new" : "both models"));
        return framed("growth: " + report.change().operator() + " at " + where, facts,
                Math.max(NARROWEST, columns));
    }

    /** Describes locked copies: by the gradients if they were measured, otherwise by what the operator says. */
    private static Optional<String> copies(GrowthReport report) {
        boolean measured = Double.isFinite(report.effect().copyDistance());
        boolean equal = measured ? report.effect().copiesStayEqual() : report.change().parting().isPresent();
        if (!measured && !equal) {
            return Optional.empty();
        }
        String remedy = report.change().parting().map(parting -> "; what separates them is " + parting).orElse("");
        return Optional.of("copies    "
                + (measured ? "gradients differ by at least " + small(report.effect().copyDistance()) + (equal ? ": " : "") : "")
                + (equal ? "some that nothing tells apart stay equal to their originals" + remedy : ""));
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

    private static List<String> framed(String title, List<String> facts, int columns) {
        String heading = TextWidth.cut(title, columns - FRAME - 2);
        List<String> rows = facts.stream().flatMap(fact -> wrapped(fact, columns - FRAME)).toList();
        int width = Math.max(TextWidth.columns(heading) + 2, rows.stream().mapToInt(TextWidth::columns).max().orElse(0));
        List<String> lines = new ArrayList<>();
        lines.add("┌─ " + heading + " " + "─".repeat(width - TextWidth.columns(heading) - 1) + "┐");
        rows.forEach(row -> lines.add("│ " + TextWidth.padded(row, width) + " │"));
        lines.add("└" + "─".repeat(width + 2) + "┘");
        return lines;
    }

    /** Wraps long text below itself, beside an empty label. */
    private static Stream<String> wrapped(String fact, int width) {
        if (TextWidth.columns(fact) <= width) {
            return Stream.of(fact);
        }
        List<String> lines = TextWidth.wrapAll(fact.substring(LABEL), width - LABEL);
        return IntStream.range(0, lines.size()).mapToObj(i -> (i == 0 ? fact.substring(0, LABEL) : " ".repeat(LABEL)) + lines.get(i));
    }
}
