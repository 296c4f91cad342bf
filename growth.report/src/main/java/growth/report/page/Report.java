package growth.report.page;

import growth.api.GrowthException;
import growth.formats.folder.IoReason;
import growth.report.plot.Plot;
import growth.report.plot.PlotSvg;
import growth.runtime.folder.RunFolder;
import growth.study.account.Account;
import growth.study.account.AccountFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A page and its plots.
 *
 * @param html  the text of the page
 * @param plots in the order in which they stand there
 */
public record Report(String html, List<Plot> plots) {
    /** The name of the page's file in the folder of a run or study. */
    public static final String NAME = "report.html";

    private static final String STUDY = "study.yaml";

    public Report {
        plots = List.copyOf(plots);
    }

    /**
     * Makes the page of a run or a study.
     *
     * @param folder of it
     * @throws GrowthException (DATA) if it has no metrics that can be read, or is a study without an account
     */
    public static Report of(Path folder) {
        Path account = folder.resolve(AccountFile.NAME);
        if (Files.exists(account)) {
            return ofStudy(AccountFile.read(account), folder);
        }
        if (Files.exists(folder.resolve(STUDY)) && !Files.exists(new RunFolder(folder).metrics())) {
            throw new GrowthException(GrowthException.Kind.DATA, folder + ": holds a study without " + AccountFile.NAME
                    + "; go on with it: growth compare " + folder.resolve(STUDY));
        }
        return ofRun(folder);
    }

    /**
     * Makes the page of a study.
     *
     * @param account what it found
     * @param folder  what the folders of its runs are relative to; learning rates and run files are read there
     */
    public static Report ofStudy(Account account, Path folder) {
        return new StudyPage(account, StudyFiles.read(account, folder)).report();
    }

    /**
     * Writes the page and its plots into a study's folder: {@code report.html} and {@code plots/*.svg}.
     *
     * @throws GrowthException (CHECKPOINT) if they cannot be written
     */
    public void writeStudy(Path folder) {
        write(folder.resolve(NAME));
        writePlots(folder.resolve("plots"));
    }

    /**
     * Makes the page of a run.
     *
     * @param folder of the run
     * @throws GrowthException (DATA) if it has no metrics that can be read
     */
    public static Report ofRun(Path folder) {
        return new RunPage(RunRecord.read(folder)).report();
    }

    /**
     * Writes the page as a whole: readers see the old or the new one.
     *
     * @param file the page
     * @throws GrowthException (CHECKPOINT) if it cannot be written
     */
    public void write(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        new RunFolder(folder).create();
        new RunFolder(folder).write(file, html);
    }

    /**
     * Writes each plot as a file of its own, {@code ID.svg}.
     *
     * @param folder made if it is not there
     * @throws GrowthException (CHECKPOINT) if they cannot be written
     */
    public void writePlots(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new GrowthException(GrowthException.Kind.CHECKPOINT, folder + ": cannot be written: " + IoReason.of(e), e);
        }
        plots.forEach(plot -> new RunFolder(folder).write(folder.resolve(plot.heading().id() + ".svg"), PlotSvg.file(plot)));
    }
}
