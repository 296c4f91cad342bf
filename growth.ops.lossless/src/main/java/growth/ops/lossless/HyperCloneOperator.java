package growth.ops.lossless;

import growth.api.algebra.GrowthMap;
import growth.api.algebra.PairedNoise;
import growth.api.model.Axis;
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
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** HyperCloning: repeats every width n times, with even shares and noise that cancels over the copies. */
@OperatorName(HyperCloneOperator.NAME)
@Component(service = GrowthOperator.class)
public final class HyperCloneOperator implements GrowthOperator {
    static final String NAME = "hyperclone";
    private static final Set<Axis> WIDTH = EnumSet.of(Axis.HIDDEN, Axis.INTERMEDIATE, Axis.HEADS, Axis.KV_HEADS, Axis.HEAD_SIZE);

    record HyperCloneOptions(
            @Option(description = "signal-to-noise ratio in dB of the noise added to the columns of the copies, which sums to 0 over them;"
                    + " left out: no noise") Optional<Double> snr) {
    }

    @Override
    public OperatorCard card() {
        Card card = new Card(NAME, "Repeats every width a whole number of times and divides the weights by that number.",
                "Samragh et al. 2024, Scaling Smart: Accelerating Large Language Model Pre-training with Small Model Initialization"
                        + " (symmetric and noisy-symmetric cloning)", HyperCloneOptions.class);
        return new OperatorCard(card, "W' = tile(W, n, n) / n + N, where N sums to 0 over the copies of a column; a tied head shares"
                + " through the last norm, gain / n; with a larger head size e', queries are scaled by sqrt(e / e')", Preservation.EXACT,
                "logits equal to 1e-10 in float64 for every family, tied and untied, MHA, GQA and MQA, with and without noise; without"
                        + " noise moments under SCALED equal the true gradients to 1e-12 for llama, and to 1e-8 by central differences for"
                        + " the others; after 30 steps of Adam without dropout copies are still equal, with noise they are not",
                EnumSet.allOf(Family.class), OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART,
                "factors that are not whole (use lemon); larger heads under rotary positions, which would turn by other angles; runs"
                        + " without noise, whose copies stay equal (dropout parts coordinates and heads, but not neurons)")
                .sameAs("direct, with split: noisy and noise 10^(-snr/20), or split: even without snr; direct takes any"
                        + " factors, and layers too");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        GrowthCheck check = new GrowthCheck(NAME, request).growsOnly(WIDTH);
        if (request.from().family() == Family.LLAMA && request.grows(Axis.HEAD_SIZE)) {
            throw request.refuse(NAME + " cannot grow head-size from " + request.from().headSize() + " to "
                    + request.to().headSize() + ": rotary positions would turn the copies by other angles; keep head-size "
                    + request.from().headSize() + " and give more heads");
        }
        for (Axis axis : WIDTH) {
            check.wholeFactor(axis, "copies with even shares need the same number each; use lemon");
        }
        GrowthMap map = check.possible(() -> GrowthMap.between(request.from(), request.target()).copyWidth().build(NAME));
        Optional<Double> snr = request.options().as(HyperCloneOptions.class).snr();
        GrowthPlan plan = GrowthPlan.of(map, Preservation.EXACT).parted(snr.isEmpty() && request.widens(), "snr: 10");
        return snr.map(decibels -> plan.then(new PairedNoise(share(decibels)))).orElse(plan);
    }

    /** A signal-to-noise ratio of 20·log10(1/share) decibels. */
    private static double share(double decibels) {
        return Math.pow(10, -decibels / 20);
    }
}
