package growth.runtime.plugins.guard;

import growth.api.operator.OperatorCard;
import growth.api.options.Card;
import growth.api.options.OptionSpec;
import java.util.List;

/** Cards as they may be shown on a terminal. */
public final class PlainCards {
    private PlainCards() {
    }

    /** Returns the card, harmless. */
    public static OperatorCard of(OperatorCard card) {
        return new OperatorCard(of(card.card()), PlainText.of(card.formula()), card.preservation(), PlainText.of(card.evidence()),
                card.families(), card.optimizerState(), card.learningRate(), PlainText.of(card.notFor()), PlainText.of(card.sameAs()));
    }

    /** Returns the card, harmless. */
    public static Card of(Card card) {
        return new Card(PlainText.of(card.name()), PlainText.of(card.title()), PlainText.of(card.paper()), options(card.options()),
                card.record());
    }

    private static List<OptionSpec> options(List<OptionSpec> options) {
        return options.stream().map(PlainCards::of).toList();
    }

    private static OptionSpec of(OptionSpec option) {
        return new OptionSpec(option.name(), option.type(), option.defaultValue().map(PlainText::of), option.required(),
                PlainText.of(option.description()), option.choices().stream().map(PlainText::of).toList(), options(option.nested()),
                option.range(), option.files(), PlainText.of(option.unit()));
    }
}
