package growth.ops.stacking;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.model.Family;
import growth.api.operator.GrowthOperator;
import growth.api.operator.OperatorCard;
import growth.api.options.Card;
import growth.api.options.OptionSpec;
import growth.api.schedule.GrowthSchedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page of the bundle names what the cards name. */
class ReadmeTest {

    @Test
    void everyOperatorHasItsSection() throws IOException {
        for (GrowthOperator operator : Trials.operators()) {
            OperatorCard card = operator.card();
            String section = section(card.card().name());
            assertOptions(section, card.card());
            assertThat(section).contains("`" + card.optimizerState().id() + "`", "`" + card.learningRate().id() + "`");
            for (Family family : Family.values()) {
                boolean all = section.contains("| families | all");
                assertThat(all || section.contains(family.id())).as(family + " in " + section).isTrue();
                assertThat(all).as(section).isEqualTo(card.families().size() == Family.values().length);
            }
            assertThat(card.notFor() + card.evidence() + card.formula()).doesNotContain("  ");
        }
    }

    @Test
    void everyScheduleHasItsSection() throws IOException {
        for (GrowthSchedule schedule : Trials.schedules()) {
            assertOptions(section(schedule.card().name()), schedule.card());
        }
    }

    private static void assertOptions(String section, Card card) {
        for (OptionSpec option : card.options()) {
            assertThat(section).contains("`" + option.name() + "`");
            option.defaultValue().ifPresent(value -> assertThat(section).as(option.name()).contains("`" + value + "`"));
        }
    }

    /** @return from the heading that names it to the next heading */
    private static String section(String name) throws IOException {
        String page = Files.readString(Path.of("README.md"));
        for (String section : page.split("(?m)^###? ")) {
            if (section.lines().findFirst().orElse("").contains("`" + name + "`")) {
                return section;
            }
        }
        throw new AssertionError("no section of " + name);
    }
}
