package growth.ops.lossless;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.operator.GrowthOperator;
import growth.api.operator.OperatorCard;
import growth.api.options.Card;
import growth.api.options.OptionSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** README.md says of every operator and schedule what its card says. */
class ReadmeTest {

    @Test
    void operatorsAreDescribedAsOnTheirCards() throws IOException {
        for (GrowthOperator operator : Given.operators()) {
            OperatorCard card = operator.card();
            String section = section(card.card());
            assertThat(section).contains(card.formula(), card.evidence(), card.notFor(), card.preservation().words(),
                    "`" + card.optimizerState().id() + "`, `" + card.learningRate().id() + "`");
            card.families().forEach(family -> assertThat(section).contains(family.id()));
        }
    }

    @Test
    void theScheduleIsDescribedAsOnItsCard() throws IOException {
        assertThat(section(new SlopeSchedule().card())).contains("`stages`");
    }

    private static String section(Card card) throws IOException {
        String all = Files.readString(Path.of("README.md"));
        int begin = all.indexOf("### `" + card.name() + "`");
        assertThat(begin).as(card.name()).isNotNegative();
        int end = all.indexOf("\n### ", begin + 1);
        String section = all.substring(begin, end < 0 ? all.length() : end);
        assertThat(section).contains(card.title(), card.paper());
        for (OptionSpec option : card.options()) {
            assertThat(section).contains("| `" + option.name() + "` | " + option.description());
            option.defaultValue().ifPresent(value -> assertThat(section).contains("; default `" + value + "`"));
        }
        return section;
    }
}
