package growth.shell.doctor;

import growth.shell.command.Console;
import java.util.List;

/** Looks at one thing. */
@FunctionalInterface
public interface Check {
    /** @return what was found; failures are findings, not exceptions */
    List<Finding> look(Console console);
}
