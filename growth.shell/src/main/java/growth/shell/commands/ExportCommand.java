package growth.shell.commands;

import growth.runtime.disk.CheckpointExporter;
import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the model of a checkpoint into a folder of its own. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "export", group = "Checkpoints", order = 50)
@Command(description = "writes the model of a checkpoint, or an average of it, into a folder for other software",
        footer = {
            "",
            "Examples:",
            "  growth export runs/quickstart --to model",
            "  growth export runs/quickstart/checkpoints/step-00000391 --to averaged --average 0.998",
            "",
            "The folder holds what Hugging Face's from_pretrained reads, without the files that only a run needs."
        })
public final class ExportCommand implements GrowthCommand {
    private final CheckpointExporter exporter;

    @Parameters(paramLabel = "DIR", description = "a checkpoint, or a run's folder, which stands for its newest checkpoint")
    private Path from;

    @Option(names = "--to", paramLabel = "DIR", required = true, description = "the folder to write; must not exist")
    private Path to;

    @Option(names = "--average", paramLabel = "DECAY",
            description = "writes a moving average of the parameters that the checkpoint keeps (training.averages), e.g. 0.998")
    private String average;

    @Activate
    public ExportCommand(@Reference CheckpointExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public int run(Console console) {
        Path taken = exporter.export(console.resolve(from), console.resolve(to), Optional.ofNullable(average));
        console.out().println("wrote " + to + ": " + (average == null ? "the model" : "the average " + average) + " of " + taken);
        return 0;
    }
}
