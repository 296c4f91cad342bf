package growth.runtime.plugins.guard;

import growth.api.operator.OperatorCard;
import growth.api.options.Card;

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
        // What an annotation says has no control characters: such a declaration is refused.
        return new Card(PlainText.of(card.name()), PlainText.of(card.title()), PlainText.of(card.paper()), card.record());
    }
}
