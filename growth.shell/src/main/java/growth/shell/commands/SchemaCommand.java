package growth.shell.commands;

import growth.runtime.run.RunFiles;
import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;

/** Prints the schema of run files. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "schema", group = "Training", order = 25)
@Command(description = "prints the JSON Schema of run files, with the options of every installed plug-in",
        footer = {
            "",
            "Example:",
            "  growth schema > run.schema.json",
            "",
            "Editors that know YAML complete and check run files with it: # yaml-language-server: $schema=run.schema.json"
        })
public final class SchemaCommand implements GrowthCommand {
    private final RunFiles files;

    @Activate
    public SchemaCommand(@Reference RunFiles files) {
        this.files = files;
    }

    @Override
    public int run(Console console) {
        console.out().println(files.schema().stripTrailing());
        return 0;
    }
}
