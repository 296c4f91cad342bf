package growth.conformance;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.options.Options;
import growth.api.schedule.Decision;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.RunningSchedule;
import growth.api.schedule.ScheduleRequest;
import growth.conformance.ScheduledRun.Asked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The requirements on every growth schedule, as a test class for its author. The class asks the schedule through runs of 400 steps, without
 * a model, in every family.
 *
 * <pre>
 * class MyScheduleTest extends ScheduleConformance {
 *     protected GrowthSchedule schedule() { return new MySchedule(); }
 * }
 * </pre>
 */
public abstract class ScheduleConformance {
    private static final int STOPS = 20;

    /** Returns the schedule to examine. */
    protected abstract GrowthSchedule schedule();

    /** Returns the schedule's options; the defaults unless overridden. */
    protected Options options() {
        return schedule().card().defaults();
    }

    @TestFactory
    Stream<DynamicNode> conforms() {
        return tests(schedule(), options());
    }

    /** Returns the suite as JUnit's tests. */
    public static Stream<DynamicNode> tests(GrowthSchedule schedule, Options options) {
        ScheduleConformance suite = new ScheduleConformance() {
            @Override
            protected GrowthSchedule schedule() {
                return schedule;
            }
        };
        return Stream.of(
                DynamicTest.dynamicTest("serves a family", () -> Fault.unless(!suite.requests(options).isEmpty(),
                        () -> schedule.card().name() + " refuses runs of every family with these options")),
                DynamicTest.dynamicTest("only grows, up to the target", () -> suite.requests(options).forEach(suite::grows)),
                DynamicTest.dynamicTest("does what it planned", () -> suite.requests(options).forEach(suite::plans)),
                DynamicTest.dynamicTest("decides the same again, beside another run",
                        () -> suite.requests(options).forEach(suite::repeats)),
                DynamicTest.dynamicTest("goes on from what it saved", () -> suite.requests(options).forEach(suite::resumes)),
                DynamicTest.dynamicTest("refuses in one line", () -> suite.refuses(options)));
    }

    /** Returns a run for each family that the schedule does not refuse. */
    private List<ScheduleRequest> requests(Options options) {
        return Arrays.stream(Family.values()).map(family -> ScheduledRun.request(family, options)).filter(this::accepts).toList();
    }

    private boolean accepts(ScheduleRequest request) {
        try {
            schedule().begin(request);
            return true;
        } catch (GrowthException e) {
            Fault.unless(e.kind() == GrowthException.Kind.CONFIGURATION, () -> name(request) + " is refused as " + e.kind()
                    + ", not as CONFIGURATION: " + e.getMessage());
            Fault.unless(e.getMessage().lines().count() == 1, () -> name(request) + " is refused in several lines: " + e.getMessage());
            return false;
        }
    }

    private String name(ScheduleRequest request) {
        return schedule().card().name() + ", " + request.target() + " in " + request.duration();
    }

    private void grows(ScheduleRequest request) {
        ScheduledRun run = ScheduledRun.begin(schedule(), request).finish();
        Fault.unless(run.present().equals(request.target()), () -> name(request) + ": the run ends with " + run.present()
                + ", although the loss has long stopped falling");
    }

    private void plans(ScheduleRequest request) {
        ScheduledRun run = ScheduledRun.begin(schedule(), request).finish();
        RunningSchedule fresh = schedule().begin(request);
        List<Decision> decided = run.asked().stream().map(Asked::decision).toList();
        Optional<List<PlannedStage>> plan = fresh.plan();
        plan.ifPresent(stages -> Fault.unless(!stages.isEmpty() && stages.get(0).shape().equals(fresh.start())
                        && stages.get(0).view().equals(fresh.startView()),
                () -> name(request) + ": the plan does not begin as the run does: " + stages));
        if (plan.isPresent() || !fresh.growths().isEmpty()) {
            Fault.unless(fresh.growths().equals(decided), () -> name(request) + ": it names the growths " + fresh.growths()
                    + " before the run and decides on " + decided);
        }
        boolean searches = decided.stream().anyMatch(Decision.Search.class::isInstance);
        Fault.unless(fresh.searches() || !searches, () -> name(request) + ": it asks for a search, and searches() says that it does not");
    }

    private void repeats(ScheduleRequest request) {
        List<Asked> once = ScheduledRun.begin(schedule(), request).finish().asked();
        GrowthSchedule schedule = schedule();
        ScheduledRun first = ScheduledRun.begin(schedule, request);
        ScheduledRun second = ScheduledRun.begin(schedule, request);
        for (int i = 0; i <= ScheduledRun.STEPS; i++) {
            first.step();
            second.step();
        }
        Fault.unless(first.asked().equals(once) && second.asked().equals(once), () -> name(request) + ": of three equal runs one decides "
                + once + ", two beside one another " + first.asked() + " and " + second.asked());
    }

    private void resumes(ScheduleRequest request) {
        List<Asked> whole = ScheduledRun.begin(schedule(), request).finish().asked();
        List<Long> stops = new ArrayList<>();
        for (long stop = 0; stop <= ScheduledRun.STEPS; stop += ScheduledRun.STEPS / STOPS) {
            stops.add(stop);
        }
        whole.forEach(growth -> stops.addAll(List.of(growth.step(), growth.step() + 1)));
        for (long stop : stops) {
            ScheduledRun run = ScheduledRun.begin(schedule(), request);
            for (long step = 0; step < stop; step++) {
                run.step();
            }
            List<Asked> resumed = run.resumed(schedule(), request).finish().asked();
            Fault.unless(resumed.equals(whole), () -> name(request) + ": saved before step " + stop + " and resumed, the run decides "
                    + resumed + " instead of " + whole);
        }
    }

    private void refuses(Options options) {
        for (Family family : Family.values()) {
            ScheduleRequest usual = ScheduledRun.request(family, options);
            ModelShape one = usual.target().toBuilder().layers(1).build();
            Stream.of(ScheduledRun.request(one, usual.duration(), options),
                    ScheduledRun.request(usual.target(), TrainingTime.steps(1), options),
                    ScheduledRun.request(usual.target(), new TrainingTime(1, TrainingTime.Unit.SECONDS), options)).forEach(this::accepts);
        }
    }
}
