package growth.runtime.fake;

import growth.api.TrainingTime;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.options.Card;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.api.schedule.Decision;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.RunningSchedule;
import growth.api.schedule.ScheduleRequest;
import growth.api.training.Progress;
import java.util.List;
import java.util.Optional;

/**
 * Grows once: {@code from} a shape, {@code at} a time, to the target; {@code secret: true} keeps the plan to itself,
 * {@code timeless: true} its times only.
 */
public final class ToySchedule implements GrowthSchedule {
    @Override
    public Card card() {
        return new Card("hop", "Grows once.", "none", List.of(
                OptionSpec.required("from", OptionType.SHAPE, "the first model, where it differs from the target"),
                OptionSpec.of("at", OptionType.TIME, "10%", "when it grows"),
                OptionSpec.of("secret", OptionType.FLAG, "false", "whether the plan is known only while training"),
                OptionSpec.of("timeless", OptionType.FLAG, "false", "whether the time is known only while training"),
                OptionSpec.optional("by", OptionType.TEXT, "another operator"),
                OptionSpec.group("stages", OptionType.GROUPS, false, "more stages", List.of(
                        OptionSpec.required("at", OptionType.TIME, "when"),
                        OptionSpec.of("note", OptionType.TEXT, "none", "what for")))));
    }

    @Override
    public RunningSchedule begin(ScheduleRequest request) {
        ModelShape start = request.options().shape("from").applyTo(request.target());
        TrainingTime at = request.options().time("at");
        Optional<String> by = request.options().has("by") ? Optional.of(request.options().text("by")) : Optional.empty();
        List<PlannedStage> stages = List.of(new PlannedStage(TrainingTime.tokens(0), start, View.full(), Optional.empty()),
                new PlannedStage(at, request.target(), View.full(), by));
        boolean secret = request.options().flag("secret");
        boolean timeless = request.options().flag("timeless");
        return new RunningSchedule() {
            @Override
            public ModelShape start() {
                return start;
            }

            @Override
            public Optional<List<PlannedStage>> plan() {
                return secret || timeless ? Optional.empty() : Optional.of(stages);
            }

            @Override
            public List<Decision.Grow> growths() {
                return secret ? List.of() : List.of(stages.get(1).growth());
            }

            @Override
            public Decision next(Progress progress, ModelShape present) {
                boolean due = present.equals(start) && progress.reached(at);
                return due ? new Decision.Grow(request.target(), by, View.full()) : Decision.trainOn();
            }
        };
    }
}
