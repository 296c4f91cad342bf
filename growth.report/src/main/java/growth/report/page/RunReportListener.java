package growth.report.page;

import growth.api.GrowthException;
import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.RunEnded;
import growth.api.training.TrainingEvent.RunStarted;
import growth.api.training.TrainingListener;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes the page of every run at its end, however it ends. One for each run. */
@Component(scope = ServiceScope.PROTOTYPE)
public final class RunReportListener implements TrainingListener {
    private static final Logger LOG = LoggerFactory.getLogger(RunReportListener.class);
    private Path folder;

    @Override
    public void on(TrainingEvent event) {
        if (event instanceof RunStarted start) {
            folder = start.folder();
        } else if (event instanceof RunEnded end && folder != null) {
            write(folder, end.outcome());
        }
    }

    /**
     * A page that cannot be written is no reason for a run to fail. Of a run that failed anyway, as on a full disk, only its own reason is
     * told.
     */
    private static void write(Path folder, RunEnded.Outcome outcome) {
        try {
            Report.ofRun(folder).write(folder.resolve(Report.NAME));
        } catch (GrowthException e) {
            LOG.atLevel(outcome == RunEnded.Outcome.FAILED ? Level.DEBUG : Level.WARN).log(
                    "the run has no page: {}; write it later: growth report {}", e.getMessage(), folder);
        } catch (RuntimeException e) {
            LOG.warn("the run has no page: {}; write it later: growth report {}", e, folder, e);
        }
    }
}
