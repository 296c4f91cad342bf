package growth.runtime.train;

import growth.api.TrainingTime;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.RunningSchedule;
import growth.runtime.engine.EngineFacts;
import growth.runtime.plugins.Catalogue;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.prepare.RunPreparation;
import growth.runtime.run.RunFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Opens runs with the plug-ins of the catalogue and closes them again. */
@Component
public final class RunStartsComponent implements RunStarts {
    private final Catalogue catalogue;

    /** @param catalogue where plug-ins are found */
    @Activate
    public RunStartsComponent(@Reference Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public RunStart of(RunFile run, Path cache, Consumer<String> log) {
        try (PreparedRun prepared = new RunPreparation(catalogue).prepare(run, cache, log)) {
            RunningSchedule schedule = prepared.schedule();
            Optional<List<PlannedStage>> plan = schedule.plan();
            Optional<TrainingTime> first = plan.filter(stages -> stages.size() > 1).map(stages -> stages.get(1).from());
            return new RunStart(run, new RunStart.Model(schedule.start(), schedule.startView()),
                    new RunStart.Schedule(plan.isPresent(), first, schedule.save().isEmpty()), prepared.scale(),
                    prepared.dataset().provenance(), prepared.plugins().origins(), EngineFacts.of(prepared.computing()));
        }
    }
}
