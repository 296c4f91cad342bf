package growth.report.watch;

import growth.api.Amounts;
import growth.report.plot.Axis;
import growth.report.plot.Heading;
import growth.report.plot.Plot;
import growth.report.plot.Plot.Chart;
import growth.report.plot.Plot.Rule;
import growth.report.plot.Quantity;
import growth.report.plot.Series;
import growth.report.plot.Series.Style;
import growth.report.plot.Spot;
import growth.report.plot.Tone;
import growth.runtime.metrics.MetricsRecord.Growth;
import growth.runtime.metrics.MetricsRecord.Step;
import growth.runtime.run.DataUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** The plots of what is watched. */
final class WatchPlots {
    private static final Tone TRAINING = new Tone(1);
    private static final Tone VALIDATION = new Tone(2);

    private WatchPlots() {
    }

    /** Returns the plots that have something to show. */
    static List<Plot> of(Watched watched) {
        List<Chart> charts = watched.several() ? List.of(together(watched.runs()))
                : watched.runs().stream().flatMap(run -> alone(run).stream()).toList();
        return charts.stream().filter(chart -> !chart.series().isEmpty()).map(Plot.class::cast).toList();
    }

    private static List<Chart> alone(RunView run) {
        List<Rule> growths = run.metrics().growths().stream().map(WatchPlots::rule).toList();
        Quantity speed = run.unit() == DataUnit.IMAGES ? Quantity.IMAGE_SPEED : Quantity.SPEED;
        return List.of(
                new Chart(new Heading("loss", "Loss", "training loss of every step, and validation loss"), Axis.linear(Quantity.STEPS),
                        Axis.linear(Quantity.LOSS), List.of(
                                new Series("training", TRAINING, Style.LINE, steps(run, Step::loss)),
                                new Series("validation", VALIDATION, Style.MARKED, run.metrics().evaluations().stream()
                                        .map(e -> new Spot(e.at().step(), e.loss())).toList())), growths),
                chart(run, new Heading("model", "Model size", "parameters of the model that trains"), Axis.fromZero(Quantity.PARAMETERS),
                        new Series("parameters", TRAINING, Style.STEPS, stages(run))),
                chart(run, new Heading("rate", "Learning rate", "of every step"), Axis.fromZero(Quantity.RATE),
                        new Series("learning rate", TRAINING, Style.LINE, steps(run, Step::learningRate))),
                chart(run, new Heading("speed", "Speed", speed.words() + " of every step"), Axis.fromZero(speed),
                        new Series("speed", TRAINING, Style.LINE, steps(run, step -> step.speed().tokensPerSecond()))),
                chart(run, new Heading("norm", "Gradient norm", "of every step, before clipping"), Axis.fromZero(Quantity.NORM),
                        new Series("gradient norm", TRAINING, Style.LINE, steps(run, Step::gradientNorm))));
    }

    private static Chart chart(RunView run, Heading heading, Axis y, Series series) {
        return new Chart(heading, Axis.linear(Quantity.STEPS), y, List.of(series),
                run.metrics().growths().stream().map(WatchPlots::rule).toList());
    }

    private static Rule rule(Growth growth) {
        return new Rule(growth.at().step(), growth.change().operator(), growth.change().operator() + " at step " + growth.at().step()
                + ": " + growth.change().from() + " → " + growth.change().to() + ", loss " + Amounts.loss(growth.effect().lossBefore())
                + " → " + Amounts.loss(growth.effect().lossAfter()));
    }

    private static List<Spot> steps(RunView run, ToDoubleFunction<Step> value) {
        return run.metrics().steps().stream().map(step -> new Spot(step.at().step(), value.applyAsDouble(step))).toList();
    }

    private static List<Spot> stages(RunView run) {
        List<Spot> spots = new ArrayList<>();
        run.metrics().stages().forEach(stage -> spots.add(new Spot(stage.at().step(), stage.parameters())));
        run.metrics().last().ifPresent(last -> {
            if (!spots.isEmpty()) {
                spots.add(new Spot(last.step(), spots.get(spots.size() - 1).y()));
            }
        });
        return spots;
    }

    /** The losses of all runs over what their training has cost, so that models of different sizes stand side by side. */
    private static Chart together(List<RunView> runs) {
        List<String> arms = runs.stream().map(RunView::arm).distinct().toList();
        boolean evaluated = runs.stream().anyMatch(run -> !run.metrics().evaluations().isEmpty());
        List<Series> series = new ArrayList<>();
        for (RunView run : runs) {
            Tone tone = new Tone(arms.indexOf(run.arm()));
            List<Spot> spots = evaluated
                    ? run.metrics().evaluations().stream().map(e -> new Spot(e.at().flops(), e.loss())).toList()
                    : run.metrics().steps().stream().map(step -> new Spot(step.at().flops(), step.loss())).toList();
            series.add(new Series(run.arm(), tone, Style.LINE, spots));
            series.add(new Series(run.arm(), tone, Style.EVENTS, growths(run, spots)));
        }
        String kind = evaluated ? "validation" : "training";
        return new Chart(new Heading("loss", "Loss", kind + " loss of every run against its training operations; triangles are growths"),
                Axis.linear(Quantity.FLOPS), Axis.linear(Quantity.LOSS), series, List.of());
    }

    /** Returns where on its curve a run has grown: at the first point after it. */
    private static List<Spot> growths(RunView run, List<Spot> curve) {
        return run.metrics().growths().stream()
                .map(growth -> curve.stream().filter(spot -> spot.x() >= growth.at().flops()).findFirst().orElse(null))
                .filter(Objects::nonNull).distinct().toList();
    }
}
