package growth.shell.commands;

import growth.runtime.run.RunFiles;
import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.study.file.Studies;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the schema of run files or study files, or a page with all their keys. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "schema", group = "Training", order = 25)
@Command(description = "prints the JSON Schema of run files or study files, with the options of every installed plug-in",
        footer = {
            "",
            "Examples:",
            "  growth schema > run.schema.json",
            "  growth schema --markdown > run-file.md",
            "  growth schema --study > study.schema.json",
            "",
            "Editors that know YAML complete and check files with it: # yaml-language-server: $schema=run.schema.json"
        })
public final class SchemaCommand implements GrowthCommand {
    private final RunFiles files;
    private final Studies studies;

    @Option(names = "--study", description = "is about study files instead of run files")
    private boolean study;

    @Option(names = "--markdown", description = "instead prints a Markdown page with every key, its values, default and meaning")
    private boolean markdown;

    @Activate
    public SchemaCommand(@Reference RunFiles files, @Reference Studies studies) {
        this.files = files;
        this.studies = studies;
    }

    @Override
    public int run(Console console) {
        String text;
        if (study) {
            text = markdown ? studies.reference() : studies.schema();
        } else {
            text = markdown ? files.reference() : files.schema();
        }
        console.out().println(text.stripTrailing());
        return 0;
    }
}
