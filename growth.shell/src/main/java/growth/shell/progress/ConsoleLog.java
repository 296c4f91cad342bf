package growth.shell.progress;

import growth.api.Amounts;
import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.CheckpointSaved;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.api.training.TrainingEvent.GrowthCompleted;
import growth.api.training.TrainingEvent.RanksExchanged;
import growth.api.training.TrainingEvent.RunEnded;
import growth.api.training.TrainingEvent.RunStarted;
import growth.api.training.TrainingEvent.StageStarted;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.api.training.TrainingEvent.SuiteScored;
import growth.runtime.run.DataUnit;
import growth.runtime.train.RunListener;
import growth.runtime.train.RunOutline;
import growth.shell.text.ModelWords;
import growth.shell.text.Quality;
import growth.shell.text.SuiteWords;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Prints a training as it goes. On a terminal the step line is overwritten several times a second; elsewhere the first and the last are
 * printed, and between them one per interval.
 * For one training, on its thread.
 */
public final class ConsoleLog implements RunListener {
    private static final long LIVE_NANOS = 200_000_000;
    private final PrintStream out;
    private final ConsoleStyle style;
    private final LongSupplier nanoTime;
    private final RecentSteps recent;
    private final LiveLine live;
    private RunOutline outline;
    private ModelShape shape;
    private Optional<EvaluationCompleted> evaluated = Optional.empty();
    private Path folder;
    private Optional<Path> checkpoint = Optional.empty();
    private OptionalLong lastPrinted = OptionalLong.empty();
    private long begun;
    private Optional<RanksExchanged> exchanged = Optional.empty();
    private long stepAtBegin;
    private double secondsAtBegin;
    private double lastShare = Double.NEGATIVE_INFINITY;
    private Optional<StepCompleted> unprinted = Optional.empty();

    /** @param out stays the caller's */
    public ConsoleLog(PrintStream out, ConsoleStyle style) {
        this(out, style, System::nanoTime);
    }

    ConsoleLog(PrintStream out, ConsoleStyle style, LongSupplier nanoTime) {
        this.out = out;
        this.style = style;
        this.nanoTime = nanoTime;
        live = new LiveLine(out, style.columns());
        recent = new RecentSteps(style.interval().toMillis() / 1e3);
    }

    @Override
    public void outlined(RunOutline run) {
        outline = run;
    }

    @Override
    public void note(String line) {
        print(line);
    }

    @Override
    public void on(TrainingEvent event) {
        if (event instanceof RunStarted e) {
            started(e);
        } else if (event instanceof StageStarted e) {
            stage(e);
        } else if (event instanceof StepCompleted e) {
            step(e);
        } else if (event instanceof EvaluationCompleted e) {
            flushLive();
            evaluated = Optional.of(e);
            print(EvaluationWords.of(e, quality()));
        } else if (event instanceof SuiteScored e) {
            flushLive();
            print("suite step " + e.progress().step() + " " + SuiteWords.of(e.result()));
        } else if (event instanceof GrowthCompleted e) {
            flushStep();
            GrowthBox.lines(e.report(), "step " + e.progress().step(), style.columns().getAsInt())
                    .forEach(line -> print(style.accent(line)));
        } else if (event instanceof CheckpointSaved e) {
            flushLive();
            checkpoint = Optional.of(e.folder());
            print(String.format(Locale.ROOT, "saved %s (%.1f s)", e.folder(), e.seconds()));
        } else if (event instanceof RanksExchanged e) {
            exchanged = Optional.of(e);
        } else if (event instanceof RunEnded e) {
            flushStep();
            live.end();
            Optional<Summary.Exchange> exchange = exchanged.map(all -> new Summary.Exchange(all, stepAtBegin));
            new Summary(quality(), unit(), evaluated, exchange).lines(e, folder, checkpoint).stream()
                    .flatMap(line -> summary(line).stream()).forEach(line -> out.println(style.bold(line)));
            out.flush();
        }
    }

    /** Keeps indented lines whole, because they are commands to copy. */
    private List<String> summary(String line) {
        return line.startsWith(" ") ? List.of(line) : style.wrapped(line);
    }

    private Quality quality() {
        return shape == null ? Quality.PERPLEXITY : Quality.of(shape.family());
    }

    private DataUnit unit() {
        return shape == null ? DataUnit.TOKENS : DataUnit.of(shape.family());
    }

    private void started(RunStarted event) {
        folder = event.folder();
        begun = nanoTime.getAsLong();
        stepAtBegin = event.progress().step();
        secondsAtBegin = event.progress().seconds();
        print(event.resumed() ? "resumed " + event.name() + " at step " + event.progress().step() + " in " + event.folder()
                : "run " + event.name() + " in " + event.folder());
    }

    private void stage(StageStarted event) {
        flushStep();
        recent.clear();
        shape = event.shape();
        String which = outline == null ? Integer.toString(event.stage() + 1) : StepLine.stage(outline, event.progress());
        style.wrapped("stage " + which + ": " + style.bold(shape.toString()) + ", " + Amounts.count(shape.parameterCount())
                + " parameters, " + ModelWords.view(shape, event.view()) + learning(event.trainable())).forEach(this::print);
    }

    private static String learning(Trainable trainable) {
        String some = ModelWords.trainable(trainable);
        return some.isEmpty() ? "" : ", trains " + some;
    }

    private void step(StepCompleted event) {
        recent.add(event);
        unprinted = Optional.of(event);
        if (isDue(nanoTime.getAsLong(), event.progress().share())) {
            printStep(event);
        }
    }

    /** Returns whether a step line is due: a live line soon, a permanent one only after its interval. */
    private boolean isDue(long now, double share) {
        if (lastPrinted.isEmpty()) {
            return true;
        }
        long passed = now - lastPrinted.getAsLong();
        return style.live() ? passed >= LIVE_NANOS : passed >= style.interval().toNanos() && share - lastShare >= ConsoleStyle.SHARE;
    }

    /** Prints the pending step line, so that later events follow it. */
    private void flushStep() {
        unprinted.ifPresent(this::printStep);
    }

    /** Prints the live line before an evaluation, on a terminal only: a log needs no step line for every evaluation. */
    private void flushLive() {
        if (style.live()) {
            flushStep();
        }
    }

    private void printStep(StepCompleted event) {
        unprinted = Optional.empty();
        lastPrinted = OptionalLong.of(nanoTime.getAsLong());
        lastShare = event.progress().share();
        if (style.quiet() || outline == null) {
            return;
        }
        double trained = event.progress().seconds() - secondsAtBegin;
        double overhead = trained > 0 ? Math.max(1, (nanoTime.getAsLong() - begun) / 1e9 / trained) : 1;
        // the last column stays free, because terminals treat it differently
        int columns = style.live() ? style.columns().getAsInt() - 1 : Integer.MAX_VALUE;
        String line = StepLine.of(outline, shape, event.progress(),
                new StepLine.Recent(recent.loss(), event.learningRate(), recent.speed(), overhead), columns);
        if (style.live()) {
            live.show(line);
        } else {
            print(line);
        }
    }

    private void print(String line) {
        if (!style.quiet()) {
            live.end();
            out.println(line);
            out.flush();
        }
    }
}
