package growth.testing.run;

import static org.assertj.core.api.Assertions.assertThat;

import growth.testing.ForkedProcess.Ended;
import java.util.List;

/**
 * A command that has ended.
 *
 * @param arguments what was typed
 * @param ended     status and output
 */
public record Run(List<String> arguments, Ended ended) {

    /** It did what it was asked for. */
    public Run succeeds() {
        assertThat(ended.status()).as("status of %s: %s%s", arguments, ended.output(), ended.errors()).isZero();
        assertThat(ended.errors()).as("errors of %s", arguments).isEmpty();
        return this;
    }

    /** It ended with this status and one line on standard error, which says all of that. */
    public Run refuses(int status, String... words) {
        assertThat(ended.errors()).as("errors of %s", arguments).hasLineCount(1).startsWith("growth: ").contains(words);
        assertThat(ended.status()).as("status of %s: %s", arguments, ended.errors()).isEqualTo(status);
        assertThat(ended.output()).as("output of %s", arguments).doesNotContain("Exception");
        return this;
    }

    public String output() {
        return ended.output();
    }
}
