package growth.study.file;

import growth.runtime.config.Overrides;
import growth.runtime.config.YamlFile;
import growth.runtime.plan.PlanCache;
import growth.runtime.plan.Planner;
import growth.runtime.run.RunFiles;
import growth.runtime.train.RunStarts;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Reads and plans studies with the installed plug-ins. */
@Component
public final class StudiesComponent implements Studies {
    private final RunFiles files;
    private final Planner planner;
    private final RunStarts starts;

    /**
     * @param files   reads the runs of studies
     * @param planner plans them
     * @param starts  finds what they share
     */
    @Activate
    public StudiesComponent(@Reference RunFiles files, @Reference Planner planner, @Reference RunStarts starts) {
        this.files = files;
        this.planner = planner;
        this.starts = starts;
    }

    @Override
    public Study read(Path file, List<String> overrides) {
        return StudyReader.read(file, Overrides.apply(YamlFile.read(file, file, "study file"), overrides, "--set"));
    }

    @Override
    public StudyPlan plan(Study study, Path cache, Consumer<String> log) {
        try (PlanCache shared = PlanCache.in(cache)) {
            return new StudyPlanner(files, planner, starts, shared, log).plan(study, Runtime.getRuntime().availableProcessors());
        }
    }

    @Override
    public String schema() {
        return StudySchema.of(files.schema()).toPrettyString() + "\n";
    }

    @Override
    public String reference() {
        return StudyReference.page();
    }
}
