package growth.shell.progress;

import growth.api.Amounts;
import growth.api.training.Progress;
import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.api.training.TrainingEvent.RunStarted;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.api.training.TrainingListener;
import growth.runtime.metrics.RunMetrics;
import growth.shell.text.Table;
import growth.study.file.Cell;
import growth.study.file.StudyPlan;
import growth.study.file.StudyRun;
import growth.study.run.CellState;
import growth.study.run.RunEnd;
import growth.study.run.StudyFolder;
import growth.study.run.StudyWatcher;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * Prints how a study goes: a line for each run that ends and, on a terminal, below them a table of the arms and a line about the whole,
 * drawn again several times a second. What runs say themselves goes into a file in each run's folder.
 */
public final class StudyProgress implements StudyWatcher {
    private static final long LIVE_NANOS = 250_000_000;
    private final StudyFolder folder;
    private final ConsoleStyle style;
    private final PrintStream out;
    private final LongSupplier nanoTime;
    private final Optional<RunLogs> logs;
    private final Map<Cell, RunLog> open = new HashMap<>();
    private final LiveBlock block;
    private final StudyTally tally;
    private long begun;
    private long drawn;

    /**
     * @param out  stays the caller's
     * @param logs makes the logs of the runs; empty: they are written elsewhere
     */
    public StudyProgress(StudyPlan plan, StudyFolder folder, PrintStream out, ConsoleStyle style, Optional<RunLogs> logs) {
        this(flops(plan), folder, out, style, logs, System::nanoTime);
    }

    /** @param flops planned FLOPs of each run */
    StudyProgress(Map<Cell, Double> flops, StudyFolder folder, PrintStream out, ConsoleStyle style, Optional<RunLogs> logs,
            LongSupplier nanoTime) {
        this.folder = folder;
        this.out = out;
        this.style = style;
        this.nanoTime = nanoTime;
        this.logs = logs;
        block = new LiveBlock(out, style.columns());
        tally = new StudyTally(flops);
    }

    private static Map<Cell, Double> flops(StudyPlan plan) {
        Map<Cell, Double> flops = new LinkedHashMap<>();
        plan.runs().forEach(run -> flops.put(run.cell(), plan.trial(run.cell()).plan().totalFlops()));
        return flops;
    }

    @Override
    public synchronized void begun(Map<Cell, CellState> states) {
        begun = nanoTime.getAsLong();
        states.forEach((cell, state) -> {
            tally.state(cell, state);
            if (state != CellState.NEW) {
                known(cell);
            }
        });
        long over = states.values().stream().filter(CellState::over).count();
        long half = states.values().stream().filter(state -> state == CellState.BEGUN).count();
        if (over + half > 0) {
            print(over + " of " + states.size() + " runs are finished" + (half == 0 ? "" : ", " + half + " resume"));
        }
        draw(true);
    }

    /** Takes from the metrics of a run how far it has come, so that the table has its loss. */
    private void known(Cell cell) {
        if (tally.standing(cell) == null || !Files.isRegularFile(folder.run(cell).metrics())) {
            return;
        }
        RunMetrics metrics = RunMetrics.read(folder.run(cell).metrics());
        OptionalDouble loss = metrics.evaluations().stream().mapToDouble(e -> e.score().loss()).reduce((first, second) -> second);
        metrics.last().ifPresent(at -> tally.known(cell, new Progress(at.step(), at.tokens(), at.epochs(), at.flops(), at.seconds(), 0,
                Double.NaN, loss, (int) at.stage())));
    }

    @Override
    public synchronized List<TrainingListener> started(StudyRun run) {
        List<TrainingListener> listeners = new ArrayList<>(List.of(event -> heard(run.cell(), event)));
        logs.map(all -> all.begin(Optional.empty())).ifPresent(log -> {
            open.put(run.cell(), log);
            listeners.add(0, log);
        });
        return listeners;
    }

    private synchronized void heard(Cell cell, TrainingEvent event) {
        if (event instanceof RunStarted started) {
            tally.start(cell, started.progress());
            draw(true);
        } else if (event instanceof StepCompleted step) {
            tally.progress(cell, step.progress());
            draw(false);
        } else if (event instanceof EvaluationCompleted evaluation) {
            tally.progress(cell, evaluation.progress());
            draw(false);
        }
    }

    @Override
    public synchronized void ended(RunEnd end) {
        Cell cell = end.run().cell();
        tally.state(cell, end.state());
        Optional.ofNullable(open.remove(cell)).ifPresent(log -> log.end(end.failure().map(Throwable::getMessage)));
        int width = Integer.toString(tally.all()).length();
        print(String.format(Locale.ROOT, "[%" + width + "d/%d] %s %s", tally.over(), tally.all(), StudyWords.run(cell), words(end)));
        draw(true);
    }

    private String words(RunEnd end) {
        Progress progress = tally.standing(end.run().cell()).progress();
        String cost = progress.step() + " steps, " + Amounts.operations(progress.flops()) + ", " + Amounts.duration(progress.seconds());
        String why = end.failure().map(Throwable::getMessage).orElse("");
        return switch (end.state()) {
            case FINISHED -> "loss " + Amounts.loss(progress.validationLoss().orElse(progress.loss())) + " after " + cost + eta();
            case DIVERGED -> "diverged after " + cost + eta();
            default -> why.isEmpty() ? "stopped after " + cost + ", saved" : "failed: " + why;
        };
    }

    private String eta() {
        double left = tally.left(seconds());
        return tally.over() == tally.all() || Double.isNaN(left) || style.live() ? "" : "; eta " + Amounts.duration(left);
    }

    private double seconds() {
        return (nanoTime.getAsLong() - begun) / 1e9;
    }

    @Override
    public synchronized void note(String line) {
        print(line);
    }

    /** Leaves the table as it stands; nothing is drawn any more. */
    public synchronized void end() {
        draw(true);
        block.end();
    }

    private void print(String line) {
        if (style.quiet()) {
            return;
        }
        if (style.live()) {
            block.above(line);
        } else {
            out.println(line);
            out.flush();
        }
    }

    private void draw(boolean now) {
        if (!style.live() || style.quiet() || !now && nanoTime.getAsLong() - drawn < LIVE_NANOS) {
            return;
        }
        drawn = nanoTime.getAsLong();
        block.show(lines());
    }

    /** Returns the table of arms and the line about the whole study. */
    List<String> lines() {
        Table table = new Table("arm", ">runs", ">loss", ">done", "now");
        for (StudyTally.Row row : tally.rows()) {
            String now = String.join(", ", row.running().stream().map(this::now).toList());
            table.row(row.arm().name(), row.over() + "/" + row.all(),
                    row.loss().isPresent() ? Amounts.loss(row.loss().getAsDouble()) : "–", Amounts.percent(row.share()), now);
        }
        List<String> lines = new ArrayList<>(table.lines(style.columns().getAsInt() - 1));
        double left = tally.left(seconds());
        lines.add(String.format(Locale.ROOT, "run %d/%d (%5.2f%%) eta %s", tally.over(), tally.all(), 100 * tally.share(),
                Double.isNaN(left) ? "–" : Amounts.duration(left)));
        return lines;
    }

    private String now(Cell cell) {
        StudyTally.Standing standing = tally.standing(cell);
        double loss = standing.loss();
        return StudyWords.within(cell) + " " + Amounts.percent(standing.share())
                + (Double.isNaN(loss) ? "" : " " + Amounts.loss(loss));
    }
}
