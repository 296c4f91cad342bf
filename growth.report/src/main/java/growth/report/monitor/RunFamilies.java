package growth.report.monitor;

import growth.api.training.Score;
import growth.report.monitor.MetricFamily.Sample;
import growth.report.monitor.MetricFamily.Type;
import growth.report.watch.RunView.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The metrics of runs, each labelled {@code run}. */
final class RunFamilies {
    private static final String RUN = "run";
    private static final String STATE = "growth_run_state";
    private static final double MILLIS = 1e3;
    private static final List<Metric> METRICS = List.of(
            counter("growth_steps", "", "optimizer steps done, over all starts of the run", s -> s.progress().step()),
            counter("growth_tokens", "", "tokens (images) trained on", s -> s.progress().tokens()),
            counter("growth_epochs", "", "passes over the training data", s -> s.progress().epochs()),
            counter("growth_flops", "", "operations spent on training, that of operators and searches included", s -> s.progress().flops()),
            counter("growth_training_seconds", "seconds", "time spent on training", s -> s.progress().seconds()),
            counter("growth_growths", "", "growths done", s -> s.progress().stage()),
            counter("growth_evaluations", "", "evaluations since the process began", s -> s.evaluated().count()),
            gauge("growth_progress_ratio", "ratio", "share of the run's duration that is done", s -> s.progress().share()),
            gauge("growth_loss", "", "training loss of the last step, in nats per label", s -> s.progress().loss()),
            gauge("growth_learning_rate", "", "learning rate of the last step",
                    s -> s.last().map(step -> step.learningRate()).orElse(Double.NaN)),
            gauge("growth_gradient_norm", "", "gradient norm of the last step, before clipping",
                    s -> s.last().map(step -> step.gradientNorm()).orElse(Double.NaN)),
            gauge("growth_tokens_per_second", "", "tokens (images) per second of training, over the last 20 steps",
                    RunSnapshot::tokensPerSecond),
            gauge("growth_flops_per_second", "", "operations per second of training, over the last 20 steps", RunSnapshot::flopsPerSecond),
            gauge("growth_peak_flops_per_second", "", "operations per second of matrix products, measured when the run began",
                    RunSnapshot::peak),
            gauge("growth_peak_ratio", "ratio", "share of that peak, over the last 20 steps", s -> s.flopsPerSecond() / s.peak()),
            gauge("growth_parameters", "", "parameters of the model", s -> s.parameters() == 0 ? Double.NaN : s.parameters()),
            gauge("growth_last_step_timestamp_seconds", "seconds", "when the last step was done", s -> time(s.heard().step())),
            gauge("growth_last_checkpoint_timestamp_seconds", "seconds", "when this process last saved a checkpoint",
                    s -> time(s.heard().checkpoint())));

    private RunFamilies() {
    }

    /** A metric of a run. */
    private record Metric(String name, Type type, String unit, String help, ToDoubleFunction<RunSnapshot> value) {
    }

    private static Metric counter(String name, String unit, String help, ToDoubleFunction<RunSnapshot> value) {
        return new Metric(name, Type.COUNTER, unit, help, value);
    }

    private static Metric gauge(String name, String unit, String help, ToDoubleFunction<RunSnapshot> value) {
        return new Metric(name, Type.GAUGE, unit, help, value);
    }

    private static double time(long millis) {
        return millis == 0 ? Double.NaN : millis / MILLIS;
    }

    /** Returns the families of these runs. */
    static List<MetricFamily> of(List<RunMonitor> monitors) {
        Map<String, RunSnapshot> runs = new LinkedHashMap<>();
        monitors.forEach(monitor -> runs.put(monitor.run(), monitor.snapshot()));
        List<MetricFamily> families = new ArrayList<>();
        families.add(states(runs));
        for (Metric metric : METRICS) {
            List<Sample> samples = new ArrayList<>();
            runs.forEach((run, snapshot) -> samples.add(new Sample(Map.of(RUN, run), metric.value().applyAsDouble(snapshot))));
            families.add(new MetricFamily(metric.name(), metric.type(), metric.unit(), metric.help(), samples));
        }
        families.add(scores("growth_evaluation_loss", "loss of the last evaluation on each validation set, in nats per label", runs,
                Score::loss));
        families.add(scores("growth_evaluation_bits_per_byte", "bits per byte of text in the last evaluation", runs,
                score -> score.bitsPerByte().orElse(Double.NaN)));
        return families;
    }

    private static MetricFamily states(Map<String, RunSnapshot> runs) {
        List<Sample> samples = new ArrayList<>();
        runs.forEach((run, snapshot) -> {
            for (State state : State.values()) {
                samples.add(new Sample(labels(run, STATE, state.name().toLowerCase(Locale.ROOT)), state == snapshot.state() ? 1 : 0));
            }
        });
        return new MetricFamily(STATE, Type.STATESET, "", "whether the run trains, or how it ended", samples);
    }

    private static MetricFamily scores(String name, String help, Map<String, RunSnapshot> runs, ToDoubleFunction<Score> value) {
        List<Sample> samples = new ArrayList<>();
        runs.forEach((run, snapshot) -> snapshot.evaluated().last().ifPresent(evaluation -> {
            Map<String, Score> sets = new LinkedHashMap<>(Map.of("validation", evaluation.score()));
            evaluation.sets().forEach(sets::putIfAbsent);
            sets.forEach((set, score) -> samples.add(new Sample(labels(run, "set", set), value.applyAsDouble(score))));
        }));
        return new MetricFamily(name, Type.GAUGE, "", help, samples);
    }

    private static Map<String, String> labels(String run, String name, String value) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(RUN, run);
        labels.put(name, value);
        return labels;
    }
}
