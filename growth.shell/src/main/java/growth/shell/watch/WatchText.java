package growth.shell.watch;

import growth.api.Amounts;
import growth.report.watch.RunView;
import growth.report.watch.RunWords;
import growth.report.watch.Watched;
import growth.runtime.metrics.MetricsRecord.Evaluation;
import growth.runtime.metrics.MetricsRecord.Growth;
import growth.runtime.metrics.Steps;
import growth.shell.text.Table;
import growth.shell.text.TextWidth;
import growth.shell.watch.BrailleChart.Curve;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is watched, as lines of text.
 *
 * @param width   columns
 * @param colours whether colours may be used
 */
public record WatchText(int width, boolean colours) {
    private static final int CHART = 12;
    private static final int GROWTHS = 3;
    private static final int TRAINING = 34;
    private static final int VALIDATION = 33;
    private static final int[] ARMS = {37, 36, 33, 32, 35, 34, 31};
    private static final String FULL = "█";
    private static final String EMPTY = "░";

    /**
     * Returns a picture.
     *
     * @param most most runs in a table; what trains comes first where not all have room
     */
    public List<String> picture(Watched watched, int most) {
        List<String> lines = new ArrayList<>();
        if (watched.runs().isEmpty()) {
            lines.add(bold(watched.title()) + "  no run has begun here yet");
        } else if (watched.several()) {
            several(watched, most, lines);
        } else {
            alone(watched.runs().get(0), lines);
        }
        watched.notes().forEach(note -> lines.addAll(TextWidth.wrap("note: " + note, width)));
        return lines.stream().map(line -> TextWidth.cut(line, width) + (colours && line.contains("\u001b") ? "\u001b[0m" : "")).toList();
    }

    /** Returns one line about a run, for a log. */
    public static String line(RunView run) {
        StringBuilder line = new StringBuilder(run.name()).append(": ").append(RunWords.state(run));
        RunWords.figures(run).stream().filter(figure -> !figure.name().equals("ETA"))
                .forEach(figure -> line.append(", ").append(figure.name()).append(' ').append(figure.value()));
        return line.toString();
    }

    /** Returns a growth in a line. */
    public static String line(Growth growth) {
        return "step " + growth.at().step() + ": " + growth.change().operator() + " " + growth.change().from() + " → "
                + growth.change().to() + ", loss " + Amounts.loss(growth.effect().lossBefore()) + " → "
                + Amounts.loss(growth.effect().lossAfter());
    }

    private void alone(RunView run, List<String> lines) {
        lines.addAll(TextWidth.wrap(bold(run.name()) + "  " + RunWords.state(run), width));
        if (run.share() >= 0) {
            int bar = Math.max(1, width - 2);
            int done = (int) Math.round(run.share() * bar);
            lines.add(FULL.repeat(done) + EMPTY.repeat(bar - done));
        }
        Steps steps = run.metrics().steps();
        if (!steps.isEmpty()) {
            List<Evaluation> evaluations = run.metrics().evaluations();
            Curve training = new Curve(IntStream.range(0, steps.size()).mapToDouble(i -> steps.at(i).step()).toArray(),
                    IntStream.range(0, steps.size()).mapToDouble(steps::loss).toArray(), TRAINING, ' ');
            Curve validation = new Curve(evaluations.stream().mapToDouble(e -> e.at().step()).toArray(),
                    evaluations.stream().mapToDouble(Evaluation::loss).toArray(), VALIDATION, '●');
            lines.addAll(new BrailleChart(width, CHART, step -> "step " + Amounts.grouped(step)).rows(List.of(training, validation),
                    run.metrics().growths().stream().map(growth -> (double) growth.at().step()).toList(), colours));
            lines.add("loss: " + painted("⠒⠒ training", TRAINING) + ", " + painted("● validation", VALIDATION) + ", ┊ growth");
        }
        lines.addAll(figures(RunWords.figures(run)));
        List<Growth> growths = run.metrics().growths();
        growths.subList(Math.max(0, growths.size() - GROWTHS), growths.size()).forEach(growth -> lines.addAll(
                TextWidth.wrap(line(growth), width)));
        run.metrics().end().ifPresent(end -> end.remarks().forEach(remark -> lines.addAll(TextWidth.wrap(remark, width))));
    }

    /** Returns names and values beside each other, as many in a line as have room. */
    private List<String> figures(List<RunWords.Figure> figures) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int columns = 0;
        for (RunWords.Figure figure : figures) {
            int needed = figure.name().length() + 1 + figure.value().length();
            if (columns > 0 && columns + 3 + needed > width) {
                lines.add(line.toString());
                line.setLength(0);
                columns = 0;
            }
            line.append(columns == 0 ? "" : "   ").append(figure.name()).append(' ').append(bold(figure.value()));
            columns += (columns == 0 ? 0 : 3) + needed;
        }
        lines.add(line.toString());
        return lines;
    }

    private void several(Watched watched, int most, List<String> lines) {
        lines.add(bold(watched.title()) + "  " + watched.counts());
        List<RunView> runs = watched.runs();
        List<String> arms = runs.stream().map(RunView::arm).distinct().toList();
        boolean evaluated = runs.stream().anyMatch(run -> !run.metrics().evaluations().isEmpty());
        List<Curve> curves = new ArrayList<>();
        for (RunView run : runs) {
            int colour = ARMS[arms.indexOf(run.arm()) % ARMS.length];
            Curve curve = evaluated ? evaluations(run, colour) : steps(run, colour);
            int last = curve.xs().length - 1;
            curves.add(curve);
            if (last >= 0) {
                curves.add(new Curve(new double[] {curve.xs()[last]}, new double[] {curve.ys()[last]}, colour, letter(arms, run.arm())));
            }
        }
        if (curves.stream().anyMatch(Curve::visible)) {
            lines.addAll(new BrailleChart(width, CHART, Amounts::operations).rows(curves, List.of(), colours));
            String names = String.join(", ", arms.stream().map(arm -> painted(letter(arms, arm) + " " + arm,
                    ARMS[arms.indexOf(arm) % ARMS.length])).toList());
            lines.addAll(TextWidth.wrap((evaluated ? "validation" : "training") + " loss: " + names, width));
        }
        List<RunView> shown = runs.size() <= most ? runs
                : runs.stream().sorted(Comparator.comparing(RunView::state)).limit(most).toList();
        Table table = new Table(RunWords.HEADINGS.stream().map(h -> h.equals("run") || h.equals("state") ? h : ">" + h)
                .toArray(String[]::new));
        for (RunView run : shown) {
            List<String> cells = new ArrayList<>(List.of(run.name()));
            cells.addAll(RunWords.row(run));
            table.row(cells.toArray(String[]::new));
        }
        lines.addAll(table.lines(width));
        if (shown.size() < runs.size()) {
            lines.add("… and " + (runs.size() - shown.size()) + " more");
        }
    }

    private static Curve evaluations(RunView run, int colour) {
        List<Evaluation> all = run.metrics().evaluations();
        return new Curve(all.stream().mapToDouble(e -> e.at().flops()).toArray(), all.stream().mapToDouble(Evaluation::loss).toArray(),
                colour, ' ');
    }

    private static Curve steps(RunView run, int colour) {
        Steps steps = run.metrics().steps();
        return new Curve(IntStream.range(0, steps.size()).mapToDouble(i -> steps.at(i).flops()).toArray(),
                IntStream.range(0, steps.size()).mapToDouble(steps::loss).toArray(), colour, ' ');
    }

    private static char letter(List<String> arms, String arm) {
        return (char) ('a' + arms.indexOf(arm) % ('z' - 'a' + 1));
    }

    private String bold(String text) {
        return colours ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    private String painted(String text, int colour) {
        return colours ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
    }
}
