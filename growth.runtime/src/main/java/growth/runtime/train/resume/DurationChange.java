package growth.runtime.train.resume;

import growth.api.TrainingTime;
import growth.api.schedule.PlannedStage;
import growth.api.training.Progress;
import growth.runtime.checkpoint.RunState;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.run.Extension;
import growth.runtime.run.RunFile;
import growth.runtime.run.TimeScale;
import growth.runtime.train.rate.Moment;
import growth.runtime.train.rate.RateSchedule;
import growth.runtime.train.rate.RateState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A run that goes on with another length than it was saved with. What is under way (opening gates, a search, a slope being measured) goes
 * on as it began; what has not begun (growths to come, evaluations) comes by the new length; for the learning rate there is a policy.
 *
 * @param run with its new length
 * @param log takes a line that says what happens
 */
public record DurationChange(PreparedRun run, Consumer<String> log) {

    /** Returns the state from which the run goes on. */
    public RunState applied(RunState saved) {
        TrainingTime before = saved.duration();
        TrainingTime now = run.scale().duration();
        if (before.equals(now)) {
            return saved;
        }
        RateSchedule old = schedule(before);
        Moment moment = Moment.of(saved.progress());
        RateState rate = run.run().training().extension() == Extension.REPLAN ? saved.rate().replanned()
                : saved.rate().continuing(moment, old.levels(moment, saved.rate()));
        say(saved, old.at(moment, moment, saved.rate()), run.rate().at(moment, moment, rate));
        return saved.with(rate);
    }

    private RateSchedule schedule(TrainingTime duration) {
        RunFile file = run.run();
        TrainingTime rewarm = file.growth().map(growth -> growth.policies().rewarm()).orElse(TrainingTime.share(0));
        return RateSchedule.of(file.training().learningRate(), file.training().optimizer().lr(), rewarm,
                new TimeScale(duration, run.scale().tokensPerStep(), run.scale().tokensPerEpoch()));
    }

    private void say(RunState saved, double rateBefore, double rateNow) {
        List<String> said = new ArrayList<>();
        Extension policy = run.run().training().extension();
        said.add(String.format(Locale.ROOT, "the learning rate %s (training.extension: %s), here %.1e instead of %.1e",
                policy == Extension.REPLAN ? "is as if the run had been planned that way" : "continues from where it stands",
                policy.id(), rateNow,
                rateBefore));
        if (!saved.stage().ramps().open().isEmpty()) {
            said.add("gates continue to open as they began");
        }
        if (saved.stage().search().isPresent()) {
            said.add("the search ends when it would have");
        }
        run.schedule().plan().ifPresent(stages -> said.add(stages(stages, saved.progress())));
        log.accept("the run of " + saved.duration() + " now has " + run.scale().duration() + ": " + String.join("; ", said));
    }

    private String stages(List<PlannedStage> stages, Progress progress) {
        int done = progress.stage();
        if (done + 1 >= stages.size()) {
            return stages.size() == 1 ? "it does not grow" : "every growth is made already";
        }
        TrainingTime next = stages.get(done + 1).from();
        TrainingTime absolute = run.scale().absolute(next);
        return "stage " + (done + 2) + " of " + stages.size() + " comes at " + next + (next.equals(absolute) ? "" : ", " + absolute);
    }
}
