package growth.runtime.plan;

import growth.api.TrainingTime;
import growth.api.engine.Engine.Hindrance;
import growth.api.engine.Regularization;
import growth.api.model.Axis;
import growth.api.operator.LearningRatePolicy;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.prepare.StartCheck;
import growth.runtime.prepare.StartTokenizer;
import growth.runtime.run.PluginChoice;
import growth.runtime.run.TimeScale;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Warnings for a run's author before the run costs anything, one line each: {@code growth plan} prints the lines, {@code growth train} says
 * them at its start. A line says where, what is wrong and what would be right. Whoever knows more of a prepared run adds a source.
 */
public final class RunWarnings {
    private static final List<Function<PreparedRun, List<String>>> SOURCES = List.of(StageReach::warnings, RunWarnings::growths,
            MemoryCheck::warnings, StartTokenizer::warnings, StartCheck::labelWarnings, RunWarnings::suites, RunWarnings::machine);
    private final PreparedRun run;

    private RunWarnings(PreparedRun run) {
        this.run = run;
    }

    /** Returns the lines. */
    public static List<String> of(PreparedRun run) {
        return SOURCES.stream().flatMap(source -> source.apply(run).stream()).toList();
    }

    /** Returns what makes the engine slower than the machine is. */
    private static List<String> machine(PreparedRun run) {
        return run.computing().surroundings().hindrances().stream().map(Hindrance::toString).toList();
    }

    /** Returns what of the suites the model is not asked, or asked otherwise. */
    private static List<String> suites(PreparedRun run) {
        List<PluginChoice> chosen = run.run().evaluate().suites().chosen();
        return IntStream.range(0, chosen.size()).boxed().flatMap(i -> run.suites().get(i).remarks().stream()
                .map(remark -> chosen.get(i).place() + ": " + remark)).toList();
    }

    /** Returns warnings about growths that nothing refuses but that work badly. */
    private static List<String> growths(PreparedRun run) {
        RunWarnings warnings = new RunWarnings(run);
        return PlannedGrowth.of(run).stream()
                .flatMap(growth -> Stream.of(warnings.opening(growth), warnings.copies(growth), warnings.warmup(growth))
                        .flatMap(Optional::stream))
                .toList();
    }

    /** Warns of gates that are not open when the run ends: its files then hold a different model. */
    private Optional<String> opening(PlannedGrowth growth) {
        Optional<TrainingTime> opening = growth.plan().opening();
        if (opening.isEmpty()) {
            return Optional.empty();
        }
        TimeScale scale = run.scale();
        OptionalDouble length = scale.share(opening.get());
        double begin = growth.at().map(scale::share).orElse(OptionalDouble.empty()).orElse(0);
        if (length.isEmpty() || begin + length.getAsDouble() <= 1) {
            return Optional.empty();
        }
        String when = growth.at().map(at -> " that begin to open at " + at).orElse("");
        return Optional.of(growth.operator().place() + ": " + growth.name() + "'s gates" + when + " take " + opening.get()
                + ", and the run of " + scale.duration() + " is over before they are open: other software, which knows no gates, then reads"
                + " another model; open them faster, e.g. in 5%, grow earlier or train longer");
    }

    /**
     * Warns of copies that stay equal. Dropout separates coordinates and heads, which it drops one by one, but not the neurons of an MLP,
     * whose sum it drops.
     */
    private Optional<String> copies(PlannedGrowth growth) {
        Regularization regular = run.run().training().regularization().settings();
        boolean dropout = regular.hiddenDropout() > 0 || regular.embeddingDropout() > 0 || regular.attentionDropout() > 0;
        boolean parted = dropout && !growth.request().grows(Axis.INTERMEDIATE);
        return growth.plan().parting().filter(parting -> !parted).map(parting -> growth.operator().place() + ": stage "
                + growth.stage() + ": some of the copies that " + growth.name() + " makes get the same gradients as their originals "
                + "and stay equal to them forever; what separates them is " + parting);
    }

    private Optional<String> warmup(PlannedGrowth growth) {
        TrainingTime written = run.run().training().learningRate().warmup();
        OptionalDouble at = growth.at().map(run.scale()::share).orElse(OptionalDouble.empty());
        if (growth.rate() != LearningRatePolicy.RESTART || written.unit() == TrainingTime.Unit.SHARE || at.isEmpty()) {
            return Optional.empty();
        }
        double squeezed = run.rate().warmup(1 - at.getAsDouble());
        return squeezed >= run.rate().warmup().share() ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "%s: the learning rate restarts at %s, where its warm-up of %s would take more"
                + " than half of what is left; it takes %s; write training.learning-rate.warmup as a share, e.g. 2%%",
                growth.operator().place(), growth.at().orElseThrow(), written, run.scale().absolute(TrainingTime.share(squeezed))));
    }
}
