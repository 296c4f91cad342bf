package growth.report.watch;

import growth.api.Amounts;
import growth.report.watch.RunView.State;
import growth.runtime.metrics.MetricsRecord.Stage;
import growth.runtime.metrics.Point;
import growth.runtime.run.DataUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The numbers of a run in words, for the page and the terminal alike. */
public final class RunWords {
    /** Headings of {@link #row}, after that of the name. */
    public static final List<String> HEADINGS = List.of("run", "state", "done", "step", "FLOPs", "train loss", "valid loss", "parameters",
            "growths", "speed", "ETA");
    private static final String NONE = "–";

    private RunWords() {
    }

    /** A number with its name. */
    public record Figure(String name, String value) {
    }

    /** Returns the state of a run, e.g. {@code training, 42% done, 3m12s left}. */
    public static String state(RunView run) {
        StringBuilder words = new StringBuilder(run.state().words());
        if (run.state() == State.WAITING) {
            return words.append("; waits for its first step").toString();
        }
        if (!Double.isNaN(run.share()) && run.state() != State.FINISHED) {
            words.append(", ").append(Amounts.percent(run.share())).append(" done");
        }
        if (!Double.isNaN(run.secondsLeft())) {
            words.append(", about ").append(Amounts.duration(run.secondsLeft())).append(" of training left at this speed");
        }
        if (run.silent()) {
            words.append("; no news for ").append(Amounts.duration(run.silence())).append(": it may have been ended");
        }
        return words.toString();
    }

    /** Returns what there is to say of a run, number by number. */
    public static List<Figure> figures(RunView run) {
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure("step", step(run)));
        figures.add(new Figure("training loss", loss(run.recentLoss())));
        run.lastEvaluation().ifPresent(e -> {
            figures.add(new Figure("validation loss", loss(e.loss())));
            e.score().bitsPerByte().ifPresent(bits -> figures.add(new Figure("bits per byte", loss(bits))));
            if (run.unit() == DataUnit.IMAGES) {
                figures.add(new Figure("accuracy", Amounts.percent(e.score().accuracy())));
            }
            e.sets().forEach((name, score) -> figures.add(new Figure("loss on " + name, loss(score.loss()))));
        });
        run.lastStep().ifPresent(step -> {
            figures.add(new Figure("learning rate", String.format(Locale.ROOT, "%.2e", step.learningRate())));
            figures.add(new Figure("gradient norm", String.format(Locale.ROOT, "%.3f", step.gradientNorm())));
            figures.add(new Figure(run.unit().words() + "/s", speed(run)));
        });
        run.stage().ifPresent(stage -> figures.add(new Figure("stage " + (stage.at().stage() + 1), Amounts.count(stage.parameters()))));
        run.metrics().last().ifPresent(last -> {
            figures.add(new Figure(run.unit().words(), Amounts.count(last.tokens())));
            figures.add(new Figure("compute", Amounts.operations(last.flops())));
        });
        figures.add(new Figure("ETA", eta(run)));
        return figures;
    }

    /** Returns the cells of a run in a table of runs, after its name. */
    public static List<String> row(RunView run) {
        return List.of(run.state().words() + (run.silent() ? "?" : ""),
                Double.isNaN(run.share()) ? NONE : Amounts.percent(run.share()), step(run),
                run.metrics().last().map(Point::flops).map(Amounts::operations).orElse(NONE), loss(run.recentLoss()),
                run.lastEvaluation().map(e -> loss(e.loss())).orElse(NONE),
                run.stage().map(Stage::parameters).map(Amounts::count).orElse(NONE), String.valueOf(run.metrics().growths().size()),
                speed(run), eta(run));
    }

    private static String step(RunView run) {
        return run.metrics().last().map(Point::step).map(Amounts::grouped).orElse(NONE);
    }

    private static String speed(RunView run) {
        return Double.isNaN(run.recentSpeed()) ? NONE : Amounts.grouped(run.recentSpeed());
    }

    private static String eta(RunView run) {
        return Double.isNaN(run.secondsLeft()) ? NONE : Amounts.duration(run.secondsLeft());
    }

    private static String loss(double loss) {
        return Double.isNaN(loss) ? NONE : Amounts.loss(loss);
    }
}
