package growth.ops.autoprog;

import growth.api.TrainingTime;
import growth.api.options.Card;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.PlannedRun;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.RunningSchedule;
import growth.api.schedule.ScheduleName;
import growth.api.schedule.ScheduleRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Raises depth and resolution on a straight line in equally long stages (Li et al. 2022, section 3.1, the manual schedule). */
@ScheduleName(AutoProgSchedule.NAME)
@Component(service = GrowthSchedule.class)
public final class AutoProgSchedule implements GrowthSchedule {
    static final String NAME = "autoprog";

    @Override
    public Card card() {
        return new Card(NAME, "Raises depth and resolution on a straight line in equally long stages.",
                "Li et al. 2022, Automated Progressive Learning for Efficient Training of Vision Transformers, section 3.1",
                Stages.class);
    }

    @Override
    public RunningSchedule begin(ScheduleRequest request) {
        Stages given = request.options().as(Stages.class);
        int count = given.stages();
        Sizes sizes = Sizes.of(request.target(), given, request.options());
        List<PlannedStage> stages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double share = i / (count - 1.0);
            PlannedStage stage = new PlannedStage(TrainingTime.share(i / (double) count), sizes.shape(sizes.layersAt(share)),
                    sizes.viewAt(share), Optional.empty());
            boolean same = i > 0 && stage.shape().equals(stages.get(stages.size() - 1).shape())
                    && stage.view().equals(stages.get(stages.size() - 1).view());
            if (!same) {
                stages.add(stage);
            }
        }
        return new PlannedRun(stages);
    }
}
