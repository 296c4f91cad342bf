package growth.ops.autoprog;

import growth.api.TrainingTime;
import growth.api.options.Card;
import growth.api.options.Included;
import growth.api.options.Option;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.RunningSchedule;
import growth.api.schedule.ScheduleName;
import growth.api.schedule.ScheduleRequest;
import org.osgi.service.component.annotations.Component;

/**
 * Chooses the depth and resolution of each equally long stage at its beginning, among sub-networks of a model that is trained with all of
 * them for a while (Li et al. 2022, section 3.3).
 */
@ScheduleName(AutoProgSearchSchedule.NAME)
@Component(service = GrowthSchedule.class)
public final class AutoProgSearchSchedule implements GrowthSchedule {
    static final String NAME = "autoprog-search";

    record SearchOptions(@Included Stages stages,
            @Option(description = "how long sub-networks are trained at the beginning of a stage before one is chosen; the paper's is 2"
                    + " epochs of 100", defaultValue = "2%") TrainingTime search) {
    }

    @Override
    public Card card() {
        return new Card(NAME, "Chooses depth and resolution of each stage among sub-networks that are trained together.",
                "Li et al. 2022, Automated Progressive Learning for Efficient Training of Vision Transformers, section 3.3",
                        SearchOptions.class);
    }

    @Override
    public RunningSchedule begin(ScheduleRequest request) {
        SearchOptions given = request.options().as(SearchOptions.class);
        int count = given.stages().stages();
        Sizes sizes = Sizes.of(request.target(), given.stages(), request.options());
        if (request.target().layers() > 2 * sizes.layers()) {
            throw request.options().refuse("layers", "the first search tries models of " + sizes.layers() + " to "
                    + request.target().layers() + " layers, but the deepest has at most twice the layers of the shallowest; begin with at"
                    + " least " + (request.target().layers() + 1) / 2);
        }
        TrainingTime length = given.search();
        if (length.unit() == TrainingTime.Unit.SHARE && length.value() >= 1.0 / count) {
            throw request.options().refuse("search", length + " is no part of a stage of " + TrainingTime.share(1.0 / count)
                    + "; give less");
        }
        return new SearchingRun(sizes, count, length);
    }
}
