package growth.ops.lossless;

import growth.api.algebra.GrowthMap;
import growth.api.algebra.MeanCoordinates;
import growth.api.model.Family;
import growth.api.operator.GrowthCheck;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OperatorCard;
import growth.api.operator.OperatorName;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.api.options.Card;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.api.options.Options;
import growth.api.options.Range;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** LEMON: pre-norm models grown to any width and depth without any change of their function. */
@OperatorName(LemonOperator.NAME)
@Component(service = GrowthOperator.class)
public final class LemonOperator implements GrowthOperator {
    static final String NAME = "lemon";
    private static final OptionSpec INNER = OptionSpec.choice("inner", List.of("circular", LemonMap.SILENT), "circular",
            "new neurons and heads: copies in turn (row-circular, column-circular), or random ones that nothing reads yet (row-random,"
                    + " column-zero)");
    private static final OptionSpec SHARES = OptionSpec.choice("shares", List.of(LemonMap.UNEVEN, "even"), LemonMap.UNEVEN,
            "how what reads n copies is divided: at random, so that the copies grow apart, or 1/n each");
    private static final OptionSpec STD = OptionSpec.of("std", OptionType.NUMBER, "0.02",
            "standard deviation of the random columns that read new coordinates").in(Range.above(0));

    @Override
    public OperatorCard card() {
        Card card = new Card(NAME, "Grows pre-norm models to any width and depth: means, copies with uneven shares, silent layers.",
                "Wang et al. 2024, LEMON: Lossless Model Expansion (average, circular, zero and random expansion; depth)",
                List.of(INNER, SHARES, STD));
        return new OperatorCard(card, "x' = (x, …, x, c) with k = ⌊D/d⌋ copies, and c = mean(x) under LayerNorm, 0 under RMSNorm; old"
                + " gains are multiplied by sqrt(kd/D), epsilon by kd/D; new layers have W_O = 0 and W_down = 0", Preservation.EXACT,
                "logits equal to 1e-10 in float64 for llama, gpt2 and vit, tied and untied, MHA, GQA and MQA, any sizes; after one step"
                        + " of gradient descent every new tensor has a gradient; with even shares moments under SCALED equal the true"
                        + " gradients to 1e-12 for llama; after 30 steps of Adam copies with uneven shares have grown apart",
                Set.of(Family.LLAMA, Family.GPT2, Family.VIT), OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART,
                "post-norm families (bert), whose norms would need another rule; larger heads; continued runs with scaled state and uneven"
                        + " shares of the hidden size, or means under LayerNorm: moments of what writes the stream are then only near the"
                        + " gradients")
                .sameAs("identity, in depth alone; in width it copies");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        if (!request.from().family().preNorm()) {
            throw request.refuse(NAME + " keeps the function of pre-norm families only, and " + request.from().family().id()
                    + " normalises after its blocks; use hyperclone for whole factors in width, or stack for depth");
        }
        Options options = request.options();
        GrowthMap map = new GrowthCheck(NAME, request).growsOnly(GrowthCheck.DEPTH_AND_WIDTH).possible(() -> LemonMap.of(request,
                options.text(INNER.name()), options.text(SHARES.name()), options.number(STD.name())));
        boolean even = !options.text(SHARES.name()).equals(LemonMap.UNEVEN);
        GrowthPlan plan = InnerCopies.parted(GrowthPlan.of(map, Preservation.EXACT), request, even, SHARES.name() + ": " + LemonMap.UNEVEN);
        return request.from().family().rmsNorm() ? plan : plan.then(new MeanCoordinates());
    }
}
