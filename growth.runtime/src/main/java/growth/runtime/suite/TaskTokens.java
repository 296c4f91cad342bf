package growth.runtime.suite;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A task as tokens.
 *
 * @param name   the task's name
 * @param chance what is right by chance; empty if it is not known
 * @param shots  solved examples before each question
 * @param asked  the examples
 */
record TaskTokens(String name, OptionalDouble chance, int shots, List<Asked> asked) {
    TaskTokens {
        asked = List.copyOf(asked);
    }
}
