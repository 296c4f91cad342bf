package growth.it.soak;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.api.algebra.ParameterInitializer;
import growth.api.algebra.StateGrowth;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.schedule.Decision;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.RunningSchedule;
import growth.api.schedule.ScheduleRequest;
import growth.api.training.Progress;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.Lease;
import java.util.OptionalDouble;

/** Uses plug-ins as a run does: a small model grows, a schedule is asked, and both must answer as that version of them does. */
final class PluginUse {
    private static final int TOKENS = 64;
    private static final int STEPS = 1_000_000;

    private final Catalogue catalogue;
    private final ModelShape target;
    private final ModelState small;

    PluginUse(Catalogue catalogue) {
        this.catalogue = catalogue;
        target = ModelShape.builder(Family.LLAMA).layers(2).hidden(8).heads(2).intermediate(12).vocabulary(16).context(8).build();
        small = ParameterInitializer.initialize(target.toBuilder().layers(1).build(), 1);
    }

    /** What somebody has of a plug-in who has begun to use it. */
    record Begun(Lease<GrowthOperator> operator, Lease<GrowthSchedule> schedule, RunningSchedule running) implements AutoCloseable {
        @Override
        public void close() {
            schedule.close();
            operator.close();
        }
    }

    /** Takes operator and schedule of that version and lets the schedule begin. */
    Begun begin(SoakJar jar) {
        Lease<GrowthOperator> operator = catalogue.operator(jar.name());
        try {
            Lease<GrowthSchedule> schedule = catalogue.schedule(jar.name());
            try {
                require(jar, "operator's bundle", jar.bundle(), operator.origin().bundle() + " " + operator.origin().version());
                require(jar, "schedule's bundle", jar.bundle(), schedule.origin().bundle() + " " + schedule.origin().version());
                RunningSchedule running = schedule.get().begin(new ScheduleRequest(target, TrainingTime.steps(STEPS), TOKENS, TOKENS * 100,
                        schedule.get().card().defaults(), 1));
                return new Begun(operator, schedule, running);
            } catch (RuntimeException e) {
                schedule.close();
                throw e;
            }
        } catch (RuntimeException e) {
            operator.close();
            throw e;
        }
    }

    /** Grows a model, and asks when. */
    void finish(Begun begun, SoakJar jar) {
        RunningSchedule running = begun.running();
        require(jar, "first layers", 1, running.start().layers());
        require(jar, "stages", 2, running.plan().orElseThrow().size());
        require(jar, "decision a step too early", true, running.next(at(jar.number() - 1), running.start()) instanceof Decision.Continue);
        require(jar, "decision in time", true, running.next(at(jar.number()), running.start()) instanceof Decision.Grow growth
                && growth.target().equals(target));
        GrowthOperator operator = begun.operator().get();
        GrowthRequest request = new GrowthRequest(small.shape(), target, operator.card().card().defaults(), OptimizerStatePolicy.RESET, 1);
        ModelState grown = StateGrowth.apply(operator.plan(request), small, OptimizerStatePolicy.RESET, 1);
        try {
            grown.parameters().forEach((name, values) -> {
                require(jar, "least entry of " + name, (double) jar.number(), values.minNumber().doubleValue());
                require(jar, "largest entry of " + name, (double) jar.number(), values.maxNumber().doubleValue());
            });
        } finally {
            grown.close();
        }
    }

    /** Does all of it. */
    void whole(SoakJar jar) {
        try (Begun begun = begin(jar)) {
            finish(begun, jar);
        }
    }

    /** Nobody gets a plug-in of that name. */
    void nothing(SoakJar jar) {
        try (Lease<GrowthOperator> lease = catalogue.operator(jar.name())) {
            throw new SoakFailure("operator " + jar.name() + " of " + lease.origin() + " is given out although it is gone");
        } catch (GrowthException e) {
            require(jar, "refusal", GrowthException.Kind.MISSING_PLUGIN, e.kind());
        }
    }

    private static Progress at(long step) {
        return new Progress(step, step * TOKENS, step / 100.0, step * 1e6, step * 0.01, (double) step / STEPS, 1, OptionalDouble.empty(),
                0);
    }

    private static void require(SoakJar jar, String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new SoakFailure(jar.bundle() + ": " + what + " is " + found + " instead of " + expected);
        }
    }
}
