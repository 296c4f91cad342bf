package growth.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import growth.api.operator.GrowthOperator;
import growth.api.operator.OperatorCard;
import growth.api.options.Card;
import growth.api.options.OptionSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Checks that the README.md of a bundle shows its cards word for word, as {@code growth operators NAME} prints them. */
public final class ReadmeCards {
    private ReadmeCards() {
    }

    /** Asserts that the README.md of this bundle shows the cards of these operators. */
    public static void assertShown(List<? extends GrowthOperator> operators) throws IOException {
        for (GrowthOperator operator : operators) {
            OperatorCard card = operator.card();
            assertShown(section(card.card(), card.facts()));
        }
    }

    /** Asserts that the README.md of this bundle shows the cards of these schedules. */
    public static void assertSchedulesShown(List<Card> cards) throws IOException {
        for (Card card : cards) {
            assertShown(section(card, Map.of("paper", card.paper())));
        }
    }

    private static void assertShown(String section) throws IOException {
        assertTrue(Files.readString(Path.of("README.md")).contains(section),
                () -> "README.md must show this card word for word; paste it:\n" + section);
    }

    /** Returns the card in Markdown, from its heading to the last of its options. */
    static String section(Card card, Map<String, String> facts) {
        StringBuilder text = new StringBuilder("### `" + card.name() + "`\n" + card.title() + "\n\n| | |\n|---|---|\n");
        facts.forEach((label, fact) -> row(text, label, fact));
        if (!card.options().isEmpty()) {
            text.append("\n| option | value | default | |\n|---|---|---|---|\n");
            card.options().forEach(option -> option(text, "", option));
        }
        return text.toString();
    }

    private static void option(StringBuilder text, String indent, OptionSpec option) {
        row(text, indent + "`" + option.name() + "`", option.valueWords(), option.defaultWords(), option.description());
        option.nested().forEach(nested -> option(text, indent + "– ", nested));
    }

    private static void row(StringBuilder text, String... cells) {
        for (String cell : cells) {
            text.append("| ").append(cell.replace("|", "\\|")).append(' ');
        }
        text.append("|\n");
    }
}
