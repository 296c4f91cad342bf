package growth.ops.stacking;

import growth.api.TrainingTime;
import growth.api.algebra.GrowthMap;
import growth.api.model.Family;
import growth.api.operator.GateRamp;
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
import growth.api.options.Included;
import growth.api.options.Option;
import growth.api.options.Options;
import java.util.EnumSet;
import org.osgi.service.component.annotations.Component;

/** Adds layers, coordinates, heads and neurons that are random and fade in behind gates ({@link ClosedGates}). */
@OperatorName(RandomOperator.NAME)
@Component(service = GrowthOperator.class)
public final class RandomOperator implements GrowthOperator {
    static final String NAME = "random";

    record RandomOptions(
            @Option(description = "how long the gates take to open, linearly from 0 to 1, e.g. 500ba; longer than 0", defaultValue = "5%")
            TrainingTime ramp, @Included NewLayers layers) {
        RandomOptions {
            if (ramp.value() == 0) {
                throw Options.refused("ramp", ramp + " opens the gates at once; give a longer time, e.g. 5%");
            }
        }
    }

    @Override
    public OperatorCard card() {
        Card card = new Card(NAME, "Adds layers, coordinates, heads and neurons that are random and fade in.",
                "Du et al. 2024, Stacking Your Transformers, appendix A (G_random up and right); Yao et al. 2024, Masked Structural Growth"
                        + " (gates)", RandomOptions.class);
        return new OperatorCard(card, "W' = [[W, A], [B, C]], all new blocks random; new layers h + c·(Block(h) − h); gates c rise"
                + " from 0 to 1 and weight the norms' statistics", Preservation.EXACT,
                "logits equal to 1e-12 in float64 at c = 0, every family and size; behind a closed gate no new parameter has a gradient;"
                        + " from the second step on all of them have one. In the paper (400M to 1.1B) depth was 25.7 % slower than"
                        + " training from scratch, width 13.8 % slower",
                EnumSet.allOf(Family.class), OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART,
                "reaching a loss at the lowest cost: the copies of stack and direct, and even zero in depth, were better in the paper");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        GrowthCheck check = new GrowthCheck(NAME, request).growsOnly(GrowthCheck.DEPTH_AND_WIDTH);
        RandomOptions options = request.options().as(RandomOptions.class);
        GrowthMap map = check.possible(() -> GrowthMap.between(request.from(), request.target()).pad()
                .layers(options.layers().fresh(request)).build(NAME));
        return GrowthPlan.of(map, Preservation.EXACT).hidden(false, options.ramp(), GateRamp.Curve.LINEAR);
    }
}
