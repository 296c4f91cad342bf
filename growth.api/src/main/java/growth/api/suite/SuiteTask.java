package growth.api.suite;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Examples of one kind, whose scores are averaged.
 *
 * @param name        lower-case words and numbers joined by hyphens
 * @param description what is asked, in one sentence
 * @param chance      the share of examples that is answered rightly without knowing what is asked; empty if it is not known
 * @param examples    at least one
 */
public record SuiteTask(String name, String description, OptionalDouble chance, List<? extends SuiteExample> examples) {
    public SuiteTask {
        if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException("task names are lower-case words joined by hyphens, not '" + name + "'");
        }
        if (description.isBlank()) {
            throw new IllegalArgumentException("task " + name + " needs a description");
        }
        if (chance.isPresent() && !(chance.getAsDouble() >= 0 && chance.getAsDouble() <= 1)) {
            throw new IllegalArgumentException("task " + name + ": chance is a share from 0 to 1, not " + chance.getAsDouble());
        }
        examples = List.copyOf(examples);
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("task " + name + " has no example");
        }
    }
}
