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
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import java.util.List;
import java.util.Set;

/** An operator that is only asked for its card. */
public final class FakeOperator implements GrowthOperator {
    private final String name;

    public FakeOperator(String name) {
        this.name = name;
    }

    @Override
    public OperatorCard card() {
        List<OptionSpec> options = List.of(
                OptionSpec.choice("order", List.of("direct", "interleaved"), "direct", "how copies are ordered"),
                OptionSpec.required("factor", OptionType.INTEGER, "how often the stack is repeated"),
                OptionSpec.group("noise", OptionType.GROUP, false, "noise on the copies",
                        List.of(OptionSpec.of("std", OptionType.NUMBER, "0.01", "standard deviation"))));
        return new OperatorCard(new Card(name, "Repeats the stack.", "Du et al. 2024, Stacking Your Transformers, appendix A", options),
                "layer'_i = layer_(i mod l)", Preservation.NONE, "the loss jumps and recovers", Set.of(Family.LLAMA, Family.GPT2),
                OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART, "single layers");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        throw new UnsupportedOperationException("only the card is asked for");
    }
}
