package growth.api.operator;

import growth.api.model.Family;
import growth.api.options.Card;
import java.util.Set;

/**
 * What an operator says of itself.
 *
 * @param card           name, title, paper, options
 * @param formula        how the grown model comes from the small one, in one line
 * @param preservation   what it preserves, in the best case; {@link GrowthOperator#preservation} says it for a given growth
 * @param evidence       what was measured about that, or why it holds
 * @param families       the families it works for
 * @param optimizerState its paper's policy for optimizer state
 * @param learningRate   its paper's policy for the learning rate
 * @param notFor         when not to use it
 */
public record OperatorCard(Card card, String formula, Preservation preservation, String evidence, Set<Family> families,
        OptimizerStatePolicy optimizerState, LearningRatePolicy learningRate, String notFor) {
    public OperatorCard {
        families = Set.copyOf(families);
    }
}
