package growth.example.noisy;

import growth.api.algebra.LayerMap;
import growth.api.algebra.TensorStep;
import growth.api.algebra.TensorTask;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ParameterSpec;
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
import java.util.SplittableRandom;
import org.osgi.service.component.annotations.Component;

/** Stacks the layers and mixes noise into the weights of the copies: W ← (1 − α) W + α ε. */
@OperatorName("noisy-stack")
@Component(service = GrowthOperator.class)
public final class NoisyStackOperator implements GrowthOperator {
    /** What a run file can write under {@code growth.operator}. */
    record Settings(@Option(description = "α, the share of noise in the copies", defaultValue = "0.2", atLeast = 0, atMost = 1)
            double noise) {
    }

    @Override
    public OperatorCard card() {
        Card card = new Card("noisy-stack", "Repeats the whole stack of layers, with noise in the copies.",
                "Du et al. 2024, Stacking Your Transformers, ablation of noise", Settings.class);
        return new OperatorCard(card, "layer'_i = layer_(i mod l); copies: W ← (1 − α) W + α ε, var ε = 1/(d L²) for W_O and"
                + " W_down, 2/(5d) for other weights", Preservation.NONE, "a share of 0.2 helped a little, more did harm",
                Set.of(Family.values()), OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART,
                "runs that must keep their function at the growth");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        new GrowthCheck("noisy-stack", request).growsOnly(GrowthCheck.DEPTH);
        double share = request.options().as(Settings.class).noise();
        LayerMap layers = LayerMap.stack(request.from().layers(), request.to().layers());
        return GrowthPlan.depth(request, layers, "noisy-stack", Preservation.NONE)
                .then(new TensorStep.Own((tensor, values) -> blend(tensor, values, share)));
    }

    /** Mixes noise into the weights of layers that repeat another one. */
    private static void blend(TensorTask tensor, double[] values, double share) {
        ParameterSpec spec = tensor.spec();
        if (spec.kind() != ParameterSpec.Kind.WEIGHT || spec.layer() < 0 || !tensor.map().layers().repeated(spec.layer())) {
            return;
        }
        ModelShape grown = tensor.map().to();
        double deviation = spec.role().writesResidual() ? 1 / (Math.sqrt(grown.hidden()) * grown.layers())
                : Math.sqrt(2 / (5.0 * grown.hidden()));
        for (int row = 0; row * tensor.columns() < values.length; row++) {
            SplittableRandom random = tensor.random(row);
            for (int i = row * tensor.columns(); i < (row + 1) * tensor.columns(); i++) {
                values[i] = (1 - share) * values[i] + share * (deviation * random.nextGaussian());
            }
        }
    }
}
