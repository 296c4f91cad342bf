package growth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.options.Card;
import growth.api.options.Options;
import growth.api.schedule.Decision;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.PlannedRun;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.RunningSchedule;
import growth.api.schedule.ScheduleRequest;
import growth.api.training.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The suite lets a correct schedule pass, and finds what is wrong with schedules that are wrong in one place. */
class BrokenSchedulesTest {

    /** Counts steps, grows from half of the layers at the hundredth, and remembers the count; tests break it in one place each. */
    private static class Counting implements RunningSchedule {
        final ModelShape target;
        long count;

        Counting(ScheduleRequest request) {
            target = request.target();
        }

        @Override
        public ModelShape start() {
            return target.toBuilder().layers(target.layers() / 2).build();
        }

        @Override
        public Optional<List<PlannedStage>> plan() {
            return Optional.empty();
        }

        @Override
        public Decision next(Progress progress, ModelShape present) {
            return ++count == 100 ? grow(target) : Decision.trainOn();
        }

        static Decision.Grow grow(ModelShape to) {
            return new Decision.Grow(to, Optional.empty(), View.full());
        }

        @Override
        public Map<String, String> save() {
            return Map.of("count", Long.toString(count));
        }

        @Override
        public void restore(Map<String, String> saved) {
            count = saved.isEmpty() ? 0 : Long.parseLong(saved.get("count"));
        }
    }

    private record Made(Function<ScheduleRequest, RunningSchedule> begins) implements GrowthSchedule {
        @Override
        public Card card() {
            return new Card("made", "A schedule of a test.", "a test");
        }

        @Override
        public RunningSchedule begin(ScheduleRequest request) {
            return begins.apply(request);
        }
    }

    private static List<String> faults(Function<ScheduleRequest, RunningSchedule> begins) {
        List<String> faults = new ArrayList<>();
        for (DynamicNode test : ScheduleConformance.tests(new Made(begins), Options.none()).toList()) {
            try {
                ((DynamicTest) test).getExecutable().execute();
            } catch (Fault e) {
                faults.add(e.getMessage());
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }
        return faults;
    }

    private static ModelShape half(ScheduleRequest request) {
        return request.target().toBuilder().layers(Math.max(1, request.target().layers() / 2)).build();
    }

    @Test
    void aCorrectOnePasses() {
        assertThat(faults(request -> {
            if (request.target().layers() < 2) {
                throw new GrowthException(GrowthException.Kind.CONFIGURATION, "made needs two layers");
            }
            return new Counting(request);
        })).isEmpty();
        assertThat(faults(request -> new PlannedRun(List.of(PlannedStage.first(half(request), View.full()),
                new PlannedStage(TrainingTime.share(0.5), request.target(), View.full(), Optional.empty()))))).isEmpty();
    }

    @Test
    void shrinking() {
        assertThat(faults(deciding(run -> step -> step == 50 ? Counting.grow(run.target)
                : step == 60 ? Counting.grow(run.start()) : Decision.trainOn())))
                .anyMatch(fault -> fault.startsWith("before step 60 the model would shrink from "));
    }

    @TestFactory
    Stream<DynamicTest> faultsAreNamed() {
        long[] begun = {0};
        return Stream.of(
                fault("neverReachingTheTarget", deciding(run -> step -> Decision.trainOn()), ": the run ends with ", "4L"),
                fault("seeingMoreThanThereIs", deciding(run -> step -> step != 5 ? Decision.trainOn()
                        : new Decision.Grow(run.target, Optional.empty(), View.full().withLayers(List.of(8)))),
                        "which is more than there is of"),
                fault("anotherPlanThanWhatHappens", request -> new Counting(request) {
                    @Override
                    public List<Decision.Grow> growths() {
                        return List.of(grow(target), grow(target));
                    }
                }, ": it names the growths "),
                fault("decidingByWhatIsNotTheRuns", deciding(run -> {
                    long late = ++begun[0] % 7;
                    return step -> step == 100 + late ? Counting.grow(run.target) : Decision.trainOn();
                }), ": of three equal runs one decides "),
                fault("forgettingWhatItCounted", request -> new Counting(request) {
                    @Override
                    public Map<String, String> save() {
                        return Map.of();
                    }
                }, ": saved before step 20 and resumed, the run decides "),
                fault("searchingUnannounced", request -> new Counting(request) {
                    @Override
                    public Decision next(Progress progress, ModelShape present) {
                        return progress.stage() > 0 ? Decision.trainOn()
                                : new Decision.Search(List.of(grow(start()), grow(target)), TrainingTime.steps(10));
                    }
                }, ": it asks for a search, and searches() says that it does not"));
    }

    /** Returns schedules whose runs decide by the step alone. */
    private static Function<ScheduleRequest, RunningSchedule> deciding(Function<Counting, LongFunction<Decision>> decides) {
        return request -> new Counting(request) {
            private final LongFunction<Decision> decision = decides.apply(this);

            @Override
            public Decision next(Progress progress, ModelShape present) {
                return decision.apply(progress.step());
            }
        };
    }

    /** Returns a test that the suite finds a fault in which all these words stand. */
    private static DynamicTest fault(String name, Function<ScheduleRequest, RunningSchedule> begins, String... words) {
        return DynamicTest.dynamicTest(name,
                () -> assertThat(faults(begins)).anyMatch(fault -> Stream.of(words).allMatch(fault::contains)));
    }

    @Test
    void refusingBadly() {
        assertThat(faults(request -> {
            throw new GrowthException(GrowthException.Kind.DATA, "no");
        })).allMatch(fault -> fault.contains("is refused as DATA, not as CONFIGURATION: no")).isNotEmpty();
        assertThat(faults(request -> {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, "no\nno");
        })).allMatch(fault -> fault.contains("is refused in several lines")).isNotEmpty();
        assertThat(faults(request -> {
            boolean images = request.target().family() == Family.VIT;
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, images ? "no images" : "no text");
        })).containsExactly("made refuses runs of every family with these options");
    }
}
