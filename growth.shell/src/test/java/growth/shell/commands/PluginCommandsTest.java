package growth.shell.commands;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.options.Card;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.RunningSchedule;
import growth.api.schedule.ScheduleRequest;
import growth.runtime.plugins.PluginKind;
import growth.shell.fake.FakeCatalogue;
import growth.shell.fake.FakeOperator;
import growth.shell.fake.Trial;
import growth.shell.fake.Trial.Result;
import org.junit.jupiter.api.Test;

class PluginCommandsTest {
    private final FakeCatalogue catalogue = new FakeCatalogue().with(new FakeOperator("stack")).with(new Once())
            .unusable(PluginKind.OPERATOR, "twice", "two bundles offer it: a 1.0.0 and b 1.0.0")
            .brokenJar("torn.jar", "the jar is truncated: it is not a zip file");
    private final Trial trial = new Trial().with("operators", () -> new OperatorsCommand(catalogue))
            .with("schedules", () -> new SchedulesCommand(catalogue));

    /** A schedule that is only asked for its card. */
    private static final class Once implements GrowthSchedule {
        @Override
        public Card card() {
            return new Card("once", "Grows once.", "Du et al. (2024), equation 2");
        }

        @Override
        public RunningSchedule begin(ScheduleRequest request) {
            throw new UnsupportedOperationException("only the card is asked for");
        }
    }

    @Test
    void listsOperatorsAndWhatCannotBeUsed() {
        Result result = trial.run("operators");

        assertThat(result).isEqualTo(new Result(0, """
                operator  grows  preserves  optimizer  what it does
                stack     -      none       reset      Repeats the stack. Du et al. 2024

                not usable  bundle            reason
                twice       bad.bundle 0.1.0  two bundles offer it: a 1.0.0 and b 1.0.0
                torn.jar    torn.jar          the jar is truncated: it is not a zip file
                """, ""));
        assertThat(catalogue.held()).isZero();
    }

    @Test
    void listsSchedules() {
        assertThat(trial.run("schedules").out()).isEqualTo("""
                schedule  what it does
                once      Grows once. Du et al. (2024)

                not usable  bundle    reason
                torn.jar    torn.jar  the jar is truncated: it is not a zip file
                """);
    }

    @Test
    void saysSoWhenNothingIsInstalled() {
        FakeCatalogue empty = new FakeCatalogue();

        assertThat(new Trial().with("operators", () -> new OperatorsCommand(empty)).run("operators"))
                .isEqualTo(new Result(0, "no operator is installed\n", ""));
    }

    @Test
    void explainsAnOperator() {
        assertThat(trial.run("operators", "stack").out()).isEqualTo("""
                stack: Repeats the stack.

                paper            Du et al. 2024, Stacking Your Transformers, appendix A
                formula          layer'_i = layer_(i mod l)
                preserves        none
                evidence         the loss jumps and recovers
                families         llama, gpt2
                optimizer state  reset (default of the paper)
                learning rate    restart (default of the paper)
                not for          single layers
                bundle           fake.bundle 1.0.0
                state            active

                option  value                 default     meaning
                order   direct | interleaved  direct      how copies are ordered
                factor  whole number          (required)  how often the stack is repeated
                noise   group                 -           noise on the copies
                  std   number                0.01        standard deviation
                """);
    }

    @Test
    void explainsWhyOneCannotBeUsed() {
        assertThat(trial.run("operators", "torn.jar").out()).contains("state   the jar is truncated: it is not a zip file");
    }

    @Test
    void anUnknownNameIsRefusedAsInARun() {
        assertThat(trial.run("operators", "stak"))
                .isEqualTo(new Result(3, "", "growth: operator 'stak' is not installed; installed: stack\n"));
        assertThat(trial.run("schedules", "x").status()).isEqualTo(3);
        assertThat(catalogue.held()).isZero();
    }

    @Test
    void printsJson() {
        String json = trial.run("operators", "--json").out();

        assertThat(json).contains("\"name\": \"stack\"", "\"usable\": true", "\"preservation\": \"none\"", "\"choices\": [",
                "\"name\": \"std\"");
        assertThat(json).contains("\"name\": \"torn.jar\"", "\"usable\": false", "\"state\": \"the jar is truncated: it is not a "
                + "zip file\"");
    }

    @Test
    void completesUsableNames() {
        assertThat(new OperatorsCommand(catalogue).candidates("NAME")).containsExactly("stack");
        assertThat(new SchedulesCommand(catalogue).candidates("NAME")).containsExactly("once");
        assertThat(new SchedulesCommand(catalogue).candidates("OPERATOR")).isEmpty();
    }
}
