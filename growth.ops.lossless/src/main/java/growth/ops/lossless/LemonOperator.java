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
import growth.api.options.Option;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** LEMON: grows pre-norm models to any width and depth without any change of their function. */
@OperatorName(LemonOperator.NAME)
@Component(service = GrowthOperator.class)
public final class LemonOperator implements GrowthOperator {
    static final String NAME = "lemon";

    /** The kinds of new neurons and heads. */
    enum Inner { CIRCULAR, SILENT }

    /** How the weights that read copies are divided. */
    enum Shares { UNEVEN, EVEN }

    record LemonOptions(
            @Option(description = "new neurons and heads: copies in turn (row-circular, column-circular), or random ones that nothing reads"
                    + " yet (row-random, column-zero)", defaultValue = "circular") Inner inner,
            @Option(description = "how the weights that read n copies are divided: at random, so that the copies grow apart, or 1/n each",
                    defaultValue = "uneven") Shares shares,
            @Option(description = "standard deviation of the random columns that read new coordinates", defaultValue = "0.02", above = 0)
            double std) {
    }

    @Override
    public OperatorCard card() {
        Card card = new Card(NAME, "Grows pre-norm models to any width and depth by means, copies with uneven shares and silent layers.",
                "Wang et al. 2024, LEMON: Lossless Model Expansion (average, circular, zero and random expansion; depth)",
                LemonOptions.class);
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
        LemonOptions options = request.options().as(LemonOptions.class);
        GrowthMap map = new GrowthCheck(NAME, request).growsOnly(GrowthCheck.DEPTH_AND_WIDTH)
                .possible(() -> LemonMap.of(request, options));
        GrowthPlan plan = InnerCopies.parted(GrowthPlan.of(map, Preservation.EXACT), request, options.shares() == Shares.EVEN,
                "shares: uneven");
        return request.from().family().rmsNorm() ? plan : plan.then(new MeanCoordinates());
    }
}
