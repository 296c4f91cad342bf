package growth.example.noisy;

import growth.api.algebra.Fill;
import growth.api.algebra.FillRule;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.LayerMap;
import growth.api.algebra.StateGrowth;
import growth.api.algebra.StateNoise;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterSpec;
import growth.api.operator.GrowthCheck;
import growth.api.operator.GrowthContext;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthRequest;
import growth.api.operator.GrowthResult;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OperatorCard;
import growth.api.operator.OperatorName;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.api.options.Card;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Stacks the layers and mixes noise into the weights of the copies: W ← (1 − α) W + α ε. */
@OperatorName("noisy-stack")
@Component
public final class NoisyStackOperator implements GrowthOperator {
    private static final OptionSpec NOISE = OptionSpec.of("noise", OptionType.NUMBER, "0.2", "α, the share of noise in the copies, 0 to 1");

    @Override
    public OperatorCard card() {
        Card card = new Card("noisy-stack", "Repeats the whole stack of layers, with noise in the copies.",
                "Du et al. 2024, Stacking Your Transformers, ablation of noise", List.of(NOISE));
        return new OperatorCard(card, "layer'_i = layer_(i mod l); copies: W ← (1 − α) W + α ε, var ε = 1/(d L²) for W_O and W_down, 2/(5d)"
                + " for other weights", Preservation.NONE, "a share of 0.2 helped a little, more did harm", Set.of(Family.values()),
                OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART, "runs that must keep their function at the growth");
    }

    @Override
    public void check(GrowthRequest request) {
        new GrowthCheck("noisy-stack", request).growsOnly(GrowthCheck.DEPTH);
        double noise = request.options().number(NOISE.name());
        if (noise < 0 || noise > 1) {
            throw request.options().refuse(NOISE.name(), noise + " is no share; give a number from 0 to 1");
        }
    }

    @Override
    public GrowthResult grow(ModelState state, GrowthRequest request, GrowthContext context) {
        ModelShape to = request.target();
        GrowthMap map = GrowthMap.depth(request.from(), to, LayerMap.stack(request.from().layers(), to.layers()), "noisy-stack");
        ModelState stacked = StateGrowth.apply(map, state, request.optimizerState(), request.seed());
        double writers = 1 / (Math.sqrt(to.hidden()) * to.layers());
        double others = Math.sqrt(2 / (5.0 * to.hidden()));
        FillRule noise = (parameter, block) -> Fill.normal(parameter.role().writesResidual() ? writers : others);
        double share = request.options().number(NOISE.name());
        return new GrowthResult(StateNoise.blend(stacked, p -> copied(p, map.layers()), share, noise, request.seed()), map, List.of());
    }

    private static boolean copied(ParameterSpec parameter, LayerMap layers) {
        return parameter.kind() == ParameterSpec.Kind.WEIGHT && parameter.layer() >= 0 && layers.repeated(parameter.layer());
    }
}
