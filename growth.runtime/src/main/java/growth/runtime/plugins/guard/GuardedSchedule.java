package growth.runtime.plugins.guard;

import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.options.Card;
import growth.api.schedule.Decision;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.PlannedRun;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.RunningSchedule;
import growth.api.schedule.ScheduleRequest;
import growth.api.training.Progress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A schedule behind the guard.
 *
 * @param schedule the schedule
 * @param calls    the way to it
 */
record GuardedSchedule(GrowthSchedule schedule, PluginCalls calls) implements GrowthSchedule {
    @Override
    public Card card() {
        return calls.ask("card", () -> PlainCards.of(schedule.card()));
    }

    /** A run of planned stages is made by the api and has no code of the plug-in in it: it is asked every step, and as it is. */
    @Override
    public RunningSchedule begin(ScheduleRequest request) {
        RunningSchedule begun = calls.ask("begin", () -> schedule.begin(request));
        return begun instanceof PlannedRun ? begun : new Running(begun, calls);
    }

    private record Running(RunningSchedule schedule, PluginCalls calls) implements RunningSchedule {
        @Override
        public ModelShape start() {
            return calls.ask("start", schedule::start);
        }

        @Override
        public View startView() {
            return calls.ask("startView", schedule::startView);
        }

        @Override
        public Optional<List<PlannedStage>> plan() {
            return calls.ask("plan", () -> schedule.plan().map(List::copyOf));
        }

        @Override
        public List<Decision.Grow> growths() {
            List<Decision.Grow> growths = calls.ask("growths", () -> List.copyOf(schedule.growths()));
            growths.forEach(growth -> complete("growths", growth));
            return growths;
        }

        @Override
        public Decision next(Progress progress, ModelShape present) {
            Decision decision = calls.ask("next", () -> schedule.next(progress, present));
            if (decision instanceof Decision.Grow growth) {
                complete("next", growth);
            } else if (decision instanceof Decision.Search search) {
                search.candidates().forEach(growth -> complete("next", growth));
            }
            return decision;
        }

        private void complete(String call, Decision.Grow growth) {
            if (Stream.of(growth.target(), growth.operator(), growth.view(), growth.learningRate()).anyMatch(part -> part == null)) {
                throw calls.wrong(call, "a growth of which a part is nothing (null): " + growth);
            }
        }

        @Override
        public boolean searches() {
            return calls.ask("searches", schedule::searches);
        }

        @Override
        public Map<String, String> save() {
            return calls.ask("save", () -> Map.copyOf(schedule.save()));
        }

        @Override
        public void restore(Map<String, String> saved) {
            calls.tell("restore", () -> schedule.restore(saved));
        }
    }
}
