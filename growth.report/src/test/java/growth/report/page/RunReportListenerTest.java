package growth.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import growth.api.GrowthException;
import growth.api.training.Progress;
import growth.api.training.TrainingEvent.RunEnded;
import growth.api.training.TrainingEvent.RunStarted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunReportListenerTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void everyEndWritesThePage(RunEnded.Outcome outcome) throws Exception {
        SampleRun.write(folder, "run", "\"outcome\": \"" + outcome.name().toLowerCase(Locale.ROOT) + "\"");
        RunReportListener listener = new RunReportListener();
        listener.on(new RunStarted("run", folder, outcome == RunEnded.Outcome.STOPPED, Progress.none()));
        assertFalse(Files.exists(folder.resolve(Report.NAME)), "written before the end");
        listener.on(new RunEnded(Progress.none(), outcome));
        assertEquals(Report.ofRun(folder).html(), Files.readString(folder.resolve(Report.NAME)));
    }

    @Test
    void aPageThatCannotBeWrittenEndsNoRun() throws Exception {
        SampleRun.write(folder, "run", "\"outcome\": \"finished\"");
        Files.createDirectories(folder.resolve(Report.NAME).resolve("in the way"));
        RunReportListener listener = new RunReportListener();
        listener.on(new RunStarted("run", folder, false, Progress.none()));
        listener.on(new RunEnded(Progress.none(), RunEnded.Outcome.FINISHED));
        assertTrue(Files.isDirectory(folder.resolve(Report.NAME)));
    }

    @Test
    void aStudyThatHasNotBegunIsNamed() throws Exception {
        Files.writeString(folder.resolve("study.yaml"), "name: x\n");
        GrowthException e = assertThrows(GrowthException.class, () -> Report.of(folder));
        assertTrue(e.getMessage().contains("growth compare"), e.getMessage());
    }
}
