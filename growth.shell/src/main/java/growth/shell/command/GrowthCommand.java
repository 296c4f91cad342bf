package growth.shell.command;

import growth.api.GrowthException;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A command. Its class carries picocli's {@code @Command} with options and parameters, and {@link CommandListing} with its name; it is a
 * component of prototype scope, because picocli fills its fields anew for every use.
 */
@ConsumerType
public interface GrowthCommand {
    /**
     * Does the work; options and parameters are filled in.
     *
     * @param console where to print, and what surrounds the command
     * @return the exit status: 0 if it was done
     * @throws GrowthException whose message is printed as one line and whose kind is the exit status
     */
    int run(Console console);

    /**
     * What can be completed for an option or parameter; files and enumerations are completed without it.
     *
     * @param label the option's or parameter's label in the help text, e.g. {@code OPERATOR}
     * @return everything it can be; empty if nothing is known
     */
    default List<String> candidates(String label) {
        return List.of();
    }
}
