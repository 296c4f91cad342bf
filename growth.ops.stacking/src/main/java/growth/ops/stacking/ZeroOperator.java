package growth.ops.stacking;

import growth.api.algebra.GrowthMap;
import growth.api.algebra.LayerMap;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.ModelShape;
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
import java.util.EnumSet;
import org.osgi.service.component.annotations.Component;

/** Adds layers, coordinates, heads and neurons that write nothing at first ({@link ZeroFill}). */
@OperatorName(ZeroOperator.NAME)
@Component(service = GrowthOperator.class)
public final class ZeroOperator implements GrowthOperator {
    static final String NAME = "zero";

    @Override
    public OperatorCard card() {
        Card card = new Card(NAME, "Adds layers, coordinates, heads and neurons that write nothing at first.",
                "Du et al. 2024, Stacking Your Transformers, appendix A (G_zero up and right); Gesmundo and Maile 2023, Composable"
                        + " Function-preserving Expansions", NewLayers.class);
        return new OperatorCard(card, "width: W' = [[W, A], [0, C]], norm gains sqrt(d/D), norm epsilon d/D; depth: copies with W_O = 0 and"
                + " W_down = 0", Preservation.EXACT,
                "logits equal to 1e-12 in float64: llama in every size, gpt2 and vit in depth and intermediate, bert in intermediate; every"
                        + " new parameter has a gradient at the second step. In the paper (400M to 1.1B) depth was 46.6 % faster than"
                        + " training from scratch, width 17.9 % slower",
                EnumSet.allOf(Family.class), OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART,
                "hidden sizes under LayerNorm, whose mean and variance would change; depth of post-norm families (bert)")
                .sameAs("identity, in depth alone; in width it pads instead");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        GrowthCheck check = new GrowthCheck(NAME, request).growsOnly(GrowthCheck.DEPTH_AND_WIDTH);
        Family family = request.from().family();
        if (!family.rmsNorm() && request.grows(Axis.HIDDEN)) {
            throw request.refuse(NAME + " cannot grow hidden of " + family.id() + " from " + request.from().hidden() + " to "
                    + request.to().hidden() + ": mean and variance of LayerNorm would change with the added zeros; use random, whose gates"
                    + " weight them, or direct with a multiple of " + request.from().hidden());
        }
        check.identityLayers("random, whose gates hide whole layers, or stack");
        ModelShape to = request.target();
        LayerMap layers = request.options().as(NewLayers.class).silent(request);
        // padWidth makes maps, gain factor and epsilon; what is filled in follows the paper instead
        return GrowthPlan.of(check.possible(() -> GrowthMap.between(request.from(), to).padWidth(0)
                .fill(ZeroFill.between(request.from(), to, layers)).layers(layers).build(NAME)), Preservation.EXACT);
    }
}
