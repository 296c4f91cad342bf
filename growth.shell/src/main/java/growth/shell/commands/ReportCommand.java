package growth.shell.commands;

import growth.report.page.Report;
import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the page of a run or a study. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "report", group = "Training", order = 25)
@Command(description = "writes the page of a run or a study: one HTML file with plots and tables",
        footer = {
            "",
            "Examples:",
            "  growth report runs/quickstart",
            "  growth report runs/quickstart --out quickstart.html --plots quickstart-plots",
            "",
            "Every run and study writes report.html at its end; this writes it again, also of one that still trains.",
            "The page needs no network and no other file."
        })
public final class ReportCommand implements GrowthCommand {
    @Parameters(paramLabel = "DIR", description = "the folder of a run or a study")
    private Path folder;

    @Option(names = "--out", paramLabel = "FILE", description = "the page to write; report.html in the folder if left out")
    private Path out;

    @Option(names = "--plots", paramLabel = "DIR", description = "writes each plot as an SVG file too; a study has them in plots anyway")
    private Path plots;

    @Override
    public int run(Console console) {
        Report report = Report.of(console.resolve(folder));
        Path file = out == null ? folder.resolve(Report.NAME) : out;
        report.write(console.resolve(file));
        console.out().println("wrote " + file);
        if (plots != null) {
            report.writePlots(console.resolve(plots));
            console.out().println("wrote " + report.plots().size() + " plots in " + plots);
        }
        return 0;
    }
}
