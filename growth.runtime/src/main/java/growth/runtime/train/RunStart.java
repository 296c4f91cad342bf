package growth.runtime.train;

import growth.api.TrainingTime;
import growth.api.TrainingTime.Unit;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.training.PluginOrigin;
import growth.runtime.config.DottedValues;
import growth.runtime.engine.EngineChoice;
import growth.runtime.engine.EngineFacts;
import growth.runtime.run.RunFile;
import growth.runtime.run.TimeScale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How a run begins: all that decides its steps before its first growth. Runs that begin alike take the same steps up to the first growth
 * of either, to the last bit.
 *
 * @param run      the run
 * @param model    what it begins with
 * @param schedule when it grows first
 * @param scale    its length, and the size of its steps
 * @param data     what is known of its data: name → fact
 * @param plugins  what it uses: kind and name → which code
 * @param engine   what it computes with
 */
public record RunStart(RunFile run, Model model, Schedule schedule, TimeScale scale, Map<String, String> data,
        Map<String, PluginOrigin> plugins, EngineFacts engine) {
    private static final String SCHEDULE = "growth.schedule.";
    /** The section of run files that {@link #engine} stands for: devices of one model differ in their numbers alone. */
    private static final String ENGINE = EngineChoice.SECTION + ".";

    public RunStart {
        data = Map.copyOf(data);
        plugins = Map.copyOf(plugins);
    }

    /**
     * The model that a run begins with.
     *
     * @param shape its shape
     * @param view  what of the data it trains on
     */
    public record Model(ModelShape shape, View view) {
    }

    /**
     * The growth schedule, as far as it is known before the first step.
     *
     * @param planned    whether its whole plan is known
     * @param first      when the model changes first; empty if it never does, or if that is not known
     * @param memoryless whether it remembers nothing but what the trainer counts
     */
    public record Schedule(boolean planned, Optional<TrainingTime> first, boolean memoryless) {
        /** Returns whether the model may change while the run trains. */
        boolean grows() {
            return !planned || first.isPresent();
        }
    }

    /**
     * Returns why this run cannot branch from a trunk of that other one, a checkpoint of it as it stands before its first growth; empty if
     * it can: both have taken the same steps then, and this one has not grown yet.
     *
     * <p>Steps before a growth depend on data, seed, model, optimizer and learning-rate plan, and not on operators and policies. When the
     * two growth schedules are the same, they decide the same. When they differ, both plans must be known, neither may remember anything,
     * and this run's first growth must not come earlier. Nothing is shared by the clock, which no two runs have in common.
     *
     * @param trunk the other run
     */
    public Optional<String> obstacle(RunStart trunk) {
        if (!schedule.grows() || !trunk.schedule.grows()) {
            return Optional.of("one of them does not grow");
        }
        if (clocked()) {
            return Optional.of("its steps depend on seconds");
        }
        Set<String> differing = differences(trunk);
        Optional<String> other = differing.stream().filter(path -> !path.startsWith("growth.")).findFirst();
        if (other.isPresent()) {
            return Optional.of(other.get() + " differs");
        }
        Optional<String> computing = engine.difference(trunk.engine);
        if (computing.isPresent()) {
            return Optional.of("the other's engine is " + computing.get() + " here");
        }
        if (!model.equals(trunk.model)) {
            return Optional.of("they begin with other models");
        }
        if (differing.stream().noneMatch(path -> path.startsWith(SCHEDULE))) {
            return Optional.empty();
        }
        if (!schedule.planned || !trunk.schedule.planned || !schedule.memoryless || !trunk.schedule.memoryless) {
            return Optional.of("their growth schedules differ and decide while training");
        }
        return earlier(trunk) ? Optional.of("it grows earlier") : Optional.empty();
    }

    /** Names, places of checkpoints and what is kept change no step; engines are compared by what they say of themselves. */
    private Set<String> differences(RunStart trunk) {
        Map<String, String> mine = DottedValues.of(run.file().toString(), run.resolved());
        Map<String, String> others = DottedValues.of(trunk.run.file().toString(), trunk.run.resolved());
        Set<String> paths = new TreeSet<>(mine.keySet());
        paths.addAll(others.keySet());
        paths.removeIf(path -> path.equals("name") || path.startsWith("checkpoint.") || path.startsWith(ENGINE)
                || Objects.equals(mine.get(path), others.get(path)));
        return paths;
    }

    private boolean clocked() {
        return Stream.concat(Stream.of(scale.duration(), run.training().learningRate().warmup(), run.training().learningRate().decay()),
                Stream.concat(Stream.concat(run.evaluate().every().stream(), run.evaluate().suites().policies().suitesEvery().stream()),
                        schedule.first.stream())).anyMatch(time -> time.unit() == Unit.SECONDS);
    }

    /** Whether this run grows before the other one, or may do so. */
    private boolean earlier(RunStart trunk) {
        TrainingTime mine = scale.absolute(schedule.first.orElseThrow());
        TrainingTime others = trunk.scale.absolute(trunk.schedule.first.orElseThrow());
        if (mine.unit() == others.unit()) {
            return mine.value() < others.value();
        }
        // Where the two do not convert, nobody can tell which comes first.
        return scale.tokens(mine).isEmpty() || trunk.scale.tokens(others).isEmpty()
                || scale.tokens(mine).getAsDouble() < trunk.scale.tokens(others).getAsDouble();
    }
}
