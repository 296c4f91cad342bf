package growth.ops.compound;

import growth.api.TrainingTime;
import growth.api.model.ModelShape;
import growth.api.options.Card;
import growth.api.options.Included;
import growth.api.options.Option;
import growth.api.options.Options;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.PlannedRun;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.RunningSchedule;
import growth.api.schedule.ScheduleName;
import growth.api.schedule.ScheduleRequest;
import growth.api.schedule.StageCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Grows several dimensions at once, each by a smaller factor than one alone would need for the same savings. */
@ScheduleName(CompoundSchedule.NAME)
@Component
public final class CompoundSchedule implements GrowthSchedule {
    static final String NAME = "compound";
    private static final String STAGES = "stages";
    private static final String UNTIL = "until";
    private static final Factors HALF = new Factors(2, 2, 2);

    record CompoundScheduleOptions(
            @Option(description = "the stages before the target, each with its factors; left out: one with half of everything, {layers: 2,"
                    + " intermediate: 2, sequence: 2}") Optional<List<Stage>> stages,
            @Option(description = "how stages see fewer positions: embedded positions pooled by their mean (bert), or shorter sequences;"
                    + " left out: pool for bert, truncate for llama and gpt2; vit sees smaller images")
            Optional<SequenceGrowth.Text> sequence) {
    }

    record Stage(@Included Factors factors,
            @Option(description = "when the stage ends; left out at all stages: every stage, the target's too, takes the same training"
                    + " operations") Optional<TrainingTime> until) {
    }

    @Override
    public Card card() {
        return new Card(NAME, "Grows depth, intermediate size and sequence at once, in stages of equal cost.",
                "Gu et al. 2021, On the Transformer Growth for Progressive BERT Training (CompoundGrow, NAACL), section 3",
                CompoundScheduleOptions.class);
    }

    @Override
    public RunningSchedule begin(ScheduleRequest request) {
        Options options = request.options();
        CompoundScheduleOptions given = options.as(CompoundScheduleOptions.class);
        SequenceGrowth how = SequenceGrowth.of(given.sequence(), options, request.target().family());
        List<Options> groups = options.groups(STAGES);
        if (given.stages().isPresent() && groups.isEmpty()) {
            throw options.refuse(STAGES, "no stage is given; write at least one, e.g. [{layers: 2, intermediate: 2}], or leave stages out");
        }
        List<Factors> factors = new ArrayList<>(given.stages().map(stages -> stages.stream().map(Stage::factors).toList())
                .orElse(List.of(HALF)));
        factors.add(Factors.TARGET);
        for (int i = 0; i < groups.size(); i++) {
            factors.get(i).falling(factors.get(i + 1), groups.get(i));
        }
        List<PlannedStage> timeless = factors.stream()
                .map(f -> PlannedStage.first(f.shape(request.target()), f.view(request.target(), how))).toList();
        changing(request, timeless, groups);
        List<TrainingTime> times = given(new StageCheck(request), groups).orElseGet(() -> EqualCost.begins(request, timeless));
        List<PlannedStage> stages = new ArrayList<>(timeless.subList(0, 1));
        for (int i = 1; i < timeless.size(); i++) {
            PlannedStage stage = timeless.get(i);
            stages.add(new PlannedStage(times.get(i - 1), stage.shape(), stage.view(), Optional.empty()));
        }
        return new PlannedRun(stages);
    }

    /** Small sizes can be the same for different factors, since they are rounded up. */
    private static void changing(ScheduleRequest request, List<PlannedStage> stages, List<Options> groups) {
        for (int i = 1; i < stages.size(); i++) {
            ModelShape shape = stages.get(i).shape();
            if (stages.get(i - 1).equals(stages.get(i))) {
                Options place = groups.isEmpty() ? request.options() : groups.get(i - 1);
                throw place.refuse(STAGES, "nothing would grow after stage " + i + ": the model is " + shape + " before and after; give"
                        + " factors whose sizes differ");
            }
        }
    }

    /** Returns the times of growths as the run file has them, if it has any. */
    private static Optional<List<TrainingTime>> given(StageCheck check, List<Options> groups) {
        if (groups.stream().noneMatch(group -> group.as(Stage.class).until().isPresent())) {
            return Optional.empty();
        }
        List<TrainingTime> times = new ArrayList<>();
        for (Options group : groups) {
            TrainingTime until = group.as(Stage.class).until().orElseThrow(() -> group.refuse(UNTIL, "left out here, but given at another"
                    + " stage; give it at all stages or at none"));
            check.within(until, group, UNTIL);
            if (!times.isEmpty()) {
                check.passing(times.get(times.size() - 1), until, group, UNTIL);
            }
            times.add(until);
        }
        return Optional.of(times);
    }
}
