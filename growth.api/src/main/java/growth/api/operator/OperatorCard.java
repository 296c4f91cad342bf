package growth.api.operator;

import growth.api.model.Family;
import growth.api.options.Card;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Describes an operator.
 *
 * @param card           name, title, paper, options
 * @param formula        how the grown model is made from the small one, in one line
 * @param preservation   what it preserves, in the best case; {@link GrowthPlan#preservation} says it for a given growth
 * @param evidence       what was measured about the preservation, or why it holds
 * @param families       the families it works for
 * @param optimizerState its paper's policy for optimizer state
 * @param learningRate   its paper's policy for the learning rate
 * @param notFor         when not to use it
 * @param sameAs         for which requests another operator plans the same growth, and when they differ; empty if none does
 */
public record OperatorCard(Card card, String formula, Preservation preservation, String evidence, Set<Family> families,
        OptimizerStatePolicy optimizerState, LearningRatePolicy learningRate, String notFor, String sameAs) {
    public OperatorCard {
        families = Set.copyOf(families);
    }

    /** Makes the card of an operator that never plans the same growth as another one. */
    public OperatorCard(Card card, String formula, Preservation preservation, String evidence, Set<Family> families,
            OptimizerStatePolicy optimizerState, LearningRatePolicy learningRate, String notFor) {
        this(card, formula, preservation, evidence, families, optimizerState, learningRate, notFor, "");
    }

    /** Returns this card, which also says for which requests another operator plans the same growth. */
    public OperatorCard sameAs(String words) {
        return new OperatorCard(card, formula, preservation, evidence, families, optimizerState, learningRate, notFor, words);
    }

    /** Returns the card without name, title and options: label → text, in the order in which it is shown everywhere. */
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("paper", card.paper());
        facts.put("formula", formula);
        facts.put("preserves", preservation.words());
        facts.put("evidence", evidence);
        facts.put("families", families.stream().sorted().map(Family::id).collect(Collectors.joining(", ")));
        facts.put("optimizer state", optimizerState.id() + " (default of the paper)");
        facts.put("learning rate", learningRate.id() + " (default of the paper)");
        facts.put("not for", notFor);
        if (!sameAs.isEmpty()) {
            facts.put("same as", sameAs);
        }
        return facts;
    }
}
