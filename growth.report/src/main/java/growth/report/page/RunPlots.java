package growth.report.page;

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
import growth.runtime.metrics.MetricsRecord.Evaluation;
import growth.runtime.metrics.MetricsRecord.Growth;
import growth.runtime.metrics.MetricsRecord.Step;
import growth.runtime.metrics.MetricsRecord.Suite;
import growth.runtime.metrics.RunMetrics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The plots of a run. */
final class RunPlots {
    private static final double DECADES_FOR_LOG = 30;
    private final RunMetrics run;
    private final boolean images;

    RunPlots(RunRecord record) {
        run = record.metrics();
        images = record.images();
    }

    /** Returns training loss and validation losses. */
    Chart loss(Spent spent) {
        List<Series> series = new ArrayList<>();
        List<Spot> training = IntStream.range(0, run.steps().size())
                .mapToObj(i -> new Spot(spent.of(run.steps().at(i)), run.steps().loss(i))).toList();
        series.add(new Series("training", Tone.NEUTRAL, Style.FAINT, training));
        series.add(new Series("validation", new Tone(1), Style.MARKED, evaluations(spent, Evaluation::loss)));
        int tone = 2;
        for (String set : sets()) {
            series.add(new Series("validation: " + set, new Tone(tone++), Style.MARKED,
                    evaluations(spent, e -> e.sets().containsKey(set) ? e.sets().get(set).loss() : Double.NaN)));
        }
        Axis loss = LossAxis.of(series);
        return new Chart(new Heading("loss-" + spent.name().toLowerCase(Locale.ROOT), "Loss against " + spent.words(images),
                "Training loss of each step, validation losses, and growths." + LossAxis.words(loss)),
                Axis.fromZero(spent.quantity(images)), loss, series, rules(spent));
    }

    /** Returns the names of further validation sets, in their order. */
    Collection<String> sets() {
        return run.evaluations().stream().flatMap(e -> e.sets().keySet().stream()).distinct().toList();
    }

    private List<Spot> evaluations(Spent spent, ToDoubleFunction<Evaluation> value) {
        return run.evaluations().stream().map(e -> new Spot(spent.of(e.at()), value.applyAsDouble(e))).toList();
    }

    private List<Rule> rules(Spent spent) {
        return run.growths().stream().map(g -> new Rule(spent.of(g.at()), g.change().operator(), g.change().operator() + " at step "
                + Amounts.grouped(g.at().step()) + ": " + g.change().from() + " → " + g.change().to())).toList();
    }

    /** Returns what is seen besides the loss: size, learning rate, gradient norm and speed. */
    List<Plot> course() {
        Quantity speed = images ? Quantity.IMAGE_SPEED : Quantity.SPEED;
        return List.of(size(), steps("learning-rate", "Learning rate", "As used in each step.", Quantity.RATE, Step::learningRate),
                steps("gradient-norm", "Gradient norm", "Global norm of each step, before clipping.", Quantity.NORM, Step::gradientNorm),
                steps("speed", images ? "Images per second" : "Tokens per second",
                        "Of each step; evaluations, growths and checkpoints are not counted.", speed, s -> s.speed().tokensPerSecond()));
    }

    private Chart size() {
        List<Spot> spots = new ArrayList<>(run.stages().stream().map(s -> new Spot(s.at().flops(), s.parameters())).toList());
        run.last().filter(last -> !spots.isEmpty()).ifPresent(last -> spots.add(new Spot(last.flops(), spots.get(spots.size() - 1).y())));
        return new Chart(new Heading("size", "Size of the model", "Parameters against training FLOPs."), Axis.fromZero(Quantity.FLOPS),
                Axis.fromZero(Quantity.PARAMETERS), List.of(new Series("parameters", new Tone(1), Style.STEPS, spots)), List.of());
    }

    private Chart steps(String id, String title, String description, Quantity quantity, ToDoubleFunction<Step> value) {
        List<Spot> spots = run.steps().stream().map(s -> new Spot(s.at().step(), value.applyAsDouble(s))).toList();
        double[] positive = spots.stream().mapToDouble(Spot::y).filter(y -> y > 0 && Double.isFinite(y)).sorted().toArray();
        boolean wide = quantity == Quantity.NORM && positive.length > 0
                && positive[positive.length - 1] > DECADES_FOR_LOG * positive[0];
        Axis up = wide ? Axis.log(quantity) : quantity == Quantity.NORM ? Axis.linear(quantity) : Axis.fromZero(quantity);
        return new Chart(new Heading(id, title, description), Axis.fromZero(Quantity.STEPS), up,
                List.of(new Series(title.toLowerCase(Locale.ROOT), new Tone(1), Style.LINE, spots)), rules(Spent.STEPS));
    }

    /** Returns losses around a growth, or no series if there are none. */
    Chart around(Growth growth, int number) {
        long at = growth.at().step();
        long reach = Math.max(20, run.last().map(last -> last.step() / 16).orElse(0L));
        List<Spot> training = run.steps().stream().filter(s -> Math.abs(s.at().step() - at) <= reach)
                .map(s -> new Spot(s.at().step(), s.loss())).toList();
        List<Spot> validation = run.evaluations().stream().filter(e -> Math.abs(e.at().step() - at) <= reach)
                .map(e -> new Spot(e.at().step(), e.loss())).toList();
        List<Spot> heldOut = List.of(new Spot(at, growth.effect().lossBefore()), new Spot(at, growth.effect().lossAfter()));
        return new Chart(new Heading("growth-" + number, "Loss around growth " + number,
                "Training loss, validation loss, and the loss on held-out data right before and after."), Axis.linear(Quantity.STEPS),
                Axis.linear(Quantity.LOSS), List.of(new Series("training", Tone.NEUTRAL, Style.FAINT, training),
                        new Series("validation", new Tone(1), Style.MARKED, validation),
                        new Series("before and after", new Tone(2), Style.POINTS, heldOut)),
                List.of(new Rule(at, growth.change().operator(), growth.change().operator() + " at step " + Amounts.grouped(at))));
    }

    /** Returns a plot for each score of the suites: its tasks over the run. */
    List<Chart> suites() {
        Map<String, Map<String, List<Spot>>> scores = new LinkedHashMap<>();
        for (Suite suite : run.suites()) {
            suite.scores().forEach((name, value) -> {
                if (name.equals("exact_match") || name.equals("choice")) {
                    double error = suite.scores().getOrDefault(name + "_stderr", Double.NaN);
                    scores.computeIfAbsent(suite.suite() + " " + name.replace('_', ' '), n -> new LinkedHashMap<>())
                            .computeIfAbsent(suite.task(), t -> new ArrayList<>())
                            .add(new Spot(suite.at().flops(), value, value - error, value + error));
                }
            });
        }
        List<Chart> charts = new ArrayList<>();
        scores.forEach((title, tasks) -> {
            List<Series> series = new ArrayList<>();
            tasks.forEach((task, spots) -> series.add(new Series(task, new Tone(series.size() + 1), Style.MARKED, spots)));
            charts.add(new Chart(new Heading("suite-" + (charts.size() + 1), title, "Score of each task; bands are one standard error."),
                    Axis.fromZero(Quantity.FLOPS), Axis.fromZero(Quantity.SCORE), series, rules(Spent.FLOPS)));
        });
        return charts;
    }
}
