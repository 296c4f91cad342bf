package growth.report.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.training.Progress;
import growth.api.training.Score;
import growth.api.training.Took;
import growth.api.training.TrainingEvent.CheckpointSaved;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.api.training.TrainingEvent.GrowthStarted;
import growth.api.training.TrainingEvent.RunEnded;
import growth.api.training.TrainingEvent.RunStarted;
import growth.api.training.TrainingEvent.StageStarted;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.report.monitor.OpenMetricsParser.Family;
import growth.report.watch.RunView.State;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.PluginInfo;
import growth.runtime.plugins.PluginKind;
import growth.runtime.train.RunOutline;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionTest {
    private static final String RUN = "odd \"name\"\\ of\na run";
    private final RunMonitors runs = new RunMonitors();
    private final RunMonitor monitor = runs.add(RUN, true);
    private final Catalogue catalogue = (Catalogue) Proxy.newProxyInstance(Catalogue.class.getClassLoader(),
            new Class<?>[] {Catalogue.class}, (self, method, arguments) -> method.getName().equals("broken")
                    ? List.of(plugin(PluginKind.OPERATOR, false)) : arguments[0] == PluginKind.OPERATOR
                            ? List.of(plugin(PluginKind.OPERATOR, true), plugin(PluginKind.OPERATOR, true),
                                    plugin(PluginKind.OPERATOR, false)) : List.of());

    private static PluginInfo plugin(PluginKind kind, boolean usable) {
        return new PluginInfo(kind, "x", "x 1", usable ? "active" : "broken", usable, Optional.empty());
    }

    private static Progress progress(long step, int stage) {
        return new Progress(step, 64 * step, step / 100.0, 2e9 * step, 0.5 * step, step / 40.0, 3.25, OptionalDouble.empty(), stage);
    }

    private void step(long step, int stage) {
        monitor.on(new StepCompleted(progress(step, stage), 1e-4, 1.5, 1, 1));
    }

    private Map<String, Family> told() {
        return OpenMetricsParser.parse(Exposition.of(runs, catalogue, "1.0.0"));
    }

    private double value(String family) {
        return told().get(family).samples.get(Map.of("run", RUN));
    }

    private void begin(long step) {
        monitor.outlined(new RunOutline(null, null, List.of(), 64, 8e9));
        monitor.on(new RunStarted(RUN, Path.of("run"), step > 0, progress(step, 0)));
        monitor.on(new StageStarted(0, ModelShape.builder(growth.api.model.Family.LLAMA).layers(2).hidden(64).heads(4).intermediate(176)
                .vocabulary(256).context(128).tied(false).build(), View.full(), progress(step, 0)));
    }

    @Test
    void tellsNothingThatIsNotKnownYet() {
        Map<String, Family> before = told();
        assertThat(before.get("growth_steps").samples).containsValue(0.0);
        assertThat(before).doesNotContainKeys("growth_loss", "growth_learning_rate", "growth_tokens_per_second", "growth_peak_ratio",
                "growth_evaluation_loss", "growth_last_step_timestamp_seconds", "growth_parameters");
        assertThat(before.get("growth_run_state").samples).containsEntry(Map.of("run", RUN, "growth_run_state", "waiting"), 1.0)
                .containsEntry(Map.of("run", RUN, "growth_run_state", "training"), 0.0).hasSize(State.values().length);
    }

    @Test
    void tellsWhatTheTrainingTells() {
        begin(0);
        for (long step = 1; step <= 25; step++) {
            step(step, 0);
        }
        monitor.on(new EvaluationCompleted(progress(25, 0), new Score(2.5, 100, 25, OptionalDouble.of(1.25)),
                Map.of("other", new Score(4.5, 10, 1, OptionalDouble.empty())), Took.UNKNOWN, Optional.empty()));
        long now = System.currentTimeMillis();
        Map<String, Family> told = told();
        assertThat(value("growth_steps")).isEqualTo(25);
        assertThat(value("growth_tokens")).isEqualTo(1600);
        assertThat(value("growth_flops")).isEqualTo(5e10);
        assertThat(value("growth_training_seconds")).isEqualTo(12.5);
        assertThat(value("growth_growths")).isZero();
        assertThat(value("growth_loss")).isEqualTo(3.25);
        assertThat(value("growth_learning_rate")).isEqualTo(1e-4);
        assertThat(value("growth_gradient_norm")).isEqualTo(1.5);
        assertThat(value("growth_tokens_per_second")).isEqualTo(128);
        assertThat(value("growth_peak_ratio")).isEqualTo(0.5);
        assertThat(value("growth_progress_ratio")).isEqualTo(0.625);
        assertThat(value("growth_parameters")).isEqualTo(2 * (4 * 64 * 64 + 3 * 64 * 176 + 2 * 64) + 2 * 256 * 64 + 64);
        assertThat(value("growth_last_step_timestamp_seconds")).isCloseTo(now / 1e3, within(60.0));
        assertThat(told.get("growth_evaluation_loss").samples).isEqualTo(Map.of(Map.of("run", RUN, "set", "validation"), 2.5,
                Map.of("run", RUN, "set", "other"), 4.5));
        assertThat(told.get("growth_evaluation_bits_per_byte").samples).isEqualTo(Map.of(Map.of("run", RUN, "set", "validation"), 1.25));
        assertThat(told.get("growth_steps").type()).isEqualTo("counter");
        assertThat(told.get("growth_training_seconds").meta).containsEntry("UNIT", "seconds");
        assertThat(told).doesNotContainKey("growth_last_checkpoint_timestamp_seconds");
    }

    @Test
    void tellsOfTheProcessAndItsPlugins() {
        Map<String, Family> told = told();
        assertThat(told.get("growth_build").samples).isEqualTo(Map.of(Map.of("version", "1.0.0"), 1.0));
        assertThat(told.get("growth_plugins").samples).containsEntry(Map.of("kind", "operator", "state", "usable"), 2.0)
                .containsEntry(Map.of("kind", "operator", "state", "unusable"), 1.0)
                .containsEntry(Map.of("kind", "engine", "state", "usable"), 0.0)
                .containsEntry(Map.of("kind", "jar", "state", "unusable"), 1.0);
        assertThat(told.get("jvm_memory_used_bytes").samples.get(Map.of("area", "heap"))).isGreaterThan(1e6);
        assertThat(told.get("process_resident_memory_bytes").samples.get(Map.of())).isGreaterThan(1e7);
        assertThat(told.get("jvm_threads_current").samples.get(Map.of())).isGreaterThan(1);
        double uptime = told.get("growth_uptime_seconds").samples.get(Map.of());
        double now = System.currentTimeMillis() / 1e3;
        assertThat(told.get("process_start_time_seconds").samples.get(Map.of())).isCloseTo(now - uptime, within(5.0));
    }

    /** Speeds are those of one stage: a growth takes time and operations of its own. */
    @Test
    void aResumedRunCountsOnAndAStageBeginsAnew() {
        begin(10);
        assertThat(value("growth_steps")).isEqualTo(10);
        step(11, 0);
        assertThat(told()).doesNotContainKey("growth_tokens_per_second");
        step(12, 0);
        assertThat(value("growth_tokens_per_second")).isEqualTo(128);
        monitor.on(new GrowthStarted(progress(12, 0), "stack", null, null));
        assertThat(monitor.snapshot().growing()).isTrue();
        begin(12);
        step(13, 1);
        assertThat(monitor.snapshot().growing()).isFalse();
        assertThat(told()).doesNotContainKey("growth_tokens_per_second");
        assertThat(value("growth_growths")).isEqualTo(1);
        monitor.on(new CheckpointSaved(progress(13, 1), Path.of("step-13"), 0.1));
        monitor.on(new RunEnded(progress(13, 1), RunEnded.Outcome.STOPPED));
        assertThat(value("growth_last_checkpoint_timestamp_seconds")).isGreaterThan(1e9);
        assertThat(told().get("growth_run_state").samples).containsEntry(Map.of("run", RUN, "growth_run_state", "stopped"), 1.0);
    }

    @Test
    void runsOfAStudyStandSideBySide() {
        runs.add("b", false).on(new StepCompleted(progress(7, 0), Double.POSITIVE_INFINITY, 1, 1, 1));
        step(3, 0);
        assertThat(told().get("growth_steps").samples).isEqualTo(Map.of(Map.of("run", RUN), 3.0, Map.of("run", "b"), 7.0));
        assertThat(told().get("growth_learning_rate").samples).containsEntry(Map.of("run", "b"), Double.POSITIVE_INFINITY);
    }

    /** Otherwise the tests above would show nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"# TYPE a counter\na_total 1\n", "# TYPE a counter\na 1\n# EOF\n", "# TYPE a counter\na_total -1\n# EOF\n",
        "a 1\n\n# EOF\n", "# TYPE a gauge\n# UNIT a seconds\na 1\n# EOF\n", "# TYPE a gauge\na 1\na 2\n# EOF\n",
        "# TYPE a gauge\na{b=\"\\q\"} 1\n# EOF\n", "# TYPE a gauge\na 1,5\n# EOF\n", "# TYPE a gauge\na{b=\"1\"c=\"2\"} 1\n# EOF\n",
        "# TYPE a gauge\na 1\n# TYPE b gauge\nb 1\n# TYPE a gauge\na 2\n# EOF\n", "# TYPE a_total counter\na_total_total 1\n# EOF\n",
        "# TYPE a gauge\na 1\n# EOF\n# EOF\n", "# TYPE a stateset\na{b=\"x\"} 1\n# EOF\n"})
    void theParserRefusesWhatTheStandardForbids(String text) {
        assertThatThrownBy(() -> OpenMetricsParser.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
