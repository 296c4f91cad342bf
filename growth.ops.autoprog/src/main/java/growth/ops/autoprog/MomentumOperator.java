package growth.ops.autoprog;

import growth.api.algebra.LayerMap;
import growth.api.model.Family;
import growth.api.operator.GrowthCheck;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.GrowthSource;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OperatorCard;
import growth.api.operator.OperatorName;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.api.options.Card;
import growth.api.options.Option;
import java.util.EnumSet;
import java.util.stream.IntStream;
import org.osgi.service.component.annotations.Component;

/**
 * Momentum growth (MoGrow): the grown model is made from an exponential moving average of the parameters instead of from the noisy
 * parameters themselves; all averages grow by the same map (Li et al. 2022, section 3.2; growth-methods section 5).
 */
@OperatorName(MomentumOperator.NAME)
@Component(service = GrowthOperator.class)
public final class MomentumOperator implements GrowthOperator {
    static final String NAME = "momentum";
    private static final String ONLINE = "online";

    record MomentumOptions(
            @Option(description = "the average the grown model is made from: a name of training.averages, slowest for the one with the"
                    + " largest decay, or online for the parameters themselves", defaultValue = GrowthSource.SLOWEST) String average) {
    }

    @Override
    public OperatorCard card() {
        Card card = new Card(NAME, "Grows the model from an average of its parameters and repeats each of the last layers beside itself.",
                "Li et al. 2022, Automated Progressive Learning for Efficient Training of Vision Transformers, section 3.2 (MoGrow)",
                MomentumOptions.class);
        return new OperatorCard(card,
                "with k = L - l new layers: layer'_i = layer_i for i < l - k, then each of the last k layers twice, all from the average",
                Preservation.NONE, "the function is not meant to stay: the repeated layers change it, and so does the average",
                EnumSet.allOf(Family.class), OptimizerStatePolicy.RESET, LearningRatePolicy.CONTINUE,
                "runs without averages, and growths to more than twice the layers");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        new GrowthCheck(NAME, request).growsOnly(GrowthCheck.DEPTH);
        int from = request.from().layers();
        int to = request.to().layers();
        if (to > 2 * from) {
            throw request.refuse(NAME + " doubles layers next to each other and cannot grow " + from + " to " + to + "; give " + (from + 1)
                    + " to " + 2 * from + " layers");
        }
        GrowthPlan plan = GrowthPlan.depth(request, doubled(from, to), NAME, Preservation.NONE);
        String average = request.options().as(MomentumOptions.class).average();
        return average.equals(ONLINE) ? plan : plan.from(GrowthSource.average(average, request.options().place("average")));
    }

    /** Returns the source of each of {@code to} layers: the first ones as they are, the last {@code to − from} twice. */
    static LayerMap doubled(int from, int to) {
        int once = 2 * from - to;
        return LayerMap.of(from, IntStream.range(0, to).map(i -> i < once ? i : once + (i - once) / 2).toArray());
    }
}
