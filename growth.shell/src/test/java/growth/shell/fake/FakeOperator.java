package growth.shell.fake;

import growth.api.model.Family;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OperatorCard;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.api.options.Card;
import growth.api.options.Option;
import java.util.Optional;
import java.util.Set;

/** An operator that is only asked for its card. */
public final class FakeOperator implements GrowthOperator {
    private final String name;

    public FakeOperator(String name) {
        this.name = name;
    }

    private enum Order { DIRECT, INTERLEAVED }

    private record FakeOptions(@Option(description = "how copies are ordered", defaultValue = "direct") Order order,
            @Option(description = "how often the stack is repeated") int factor,
            @Option(description = "noise on the copies") Optional<Noise> noise) {
    }

    private record Noise(@Option(description = "standard deviation", defaultValue = "0.01") double std) {
    }

    @Override
    public OperatorCard card() {
        Card card = new Card(name, "Repeats the stack.", "Du et al. 2024, Stacking Your Transformers, appendix A", FakeOptions.class);
        return new OperatorCard(card, "layer'_i = layer_(i mod l)", Preservation.NONE, "the loss jumps and recovers",
                Set.of(Family.LLAMA, Family.GPT2),
                OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART, "single layers");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        throw new UnsupportedOperationException("only the card is asked for");
    }
}
