package growth.ops.msg;

import growth.api.TrainingTime;
import growth.api.algebra.Fill;
import growth.api.algebra.FillRule;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.IndexMap;
import growth.api.algebra.LayerMap;
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
import growth.api.options.Option;
import java.util.EnumSet;
import java.util.stream.IntStream;
import org.osgi.service.component.annotations.Component;

/**
 * Masked structural growth (Yao et al. 2024): new coordinates, neurons, heads and layers behind gates that are closed at the growth, so
 * that the function is the same whatever their weights, and open while training goes on. A growth is allowed while gates of an earlier one
 * still open: half-open gates stay where they are, and on an axis that grows again they open together with the newer ones.
 */
@OperatorName(MsgOperator.NAME)
@Component(service = GrowthOperator.class)
public final class MsgOperator implements GrowthOperator {
    static final String NAME = "msg";

    /** The kinds of new layers. */
    enum LayerInit { COPY, RANDOM }

    /** Where new layers stand. */
    enum Placement { STACK, INTERPOLATE }

    record MsgOptions(
            @Option(description = "how long the masks take to open (the paper's grow_time, 5000ba there); 0ba opens them at the first step",
                    defaultValue = "5%") TrainingTime ramp,
            @Option(description = "how the masks open over the elapsed share t of the ramp: t or sin(π/2·t)", defaultValue = "linear")
            GateRamp.Curve curve,
            @Option(description = "standard deviation of new weights", defaultValue = "0.02", above = 0) double std,
            @Option(description = "new layers are copies of old ones, or new weights", defaultValue = "copy") LayerInit layerInit,
            @Option(description = "new layers stand on top, in the order of stack, or each after its source, spread evenly",
                    defaultValue = "stack") Placement placement) {
    }

    @Override
    public OperatorCard card() {
        Card card = new Card(NAME, "Adds coordinates, neurons, heads and layers behind masks that open while training goes on.",
                "Yao et al. 2024, Masked Structural Growth for 2x Faster Language Model Pre-training, section 3.2 (ICLR 2024)",
                MsgOptions.class);
        return new OperatorCard(card, "W' = [[W, A], [B, C]] with A, B, C ~ N(0, std); masks c = 0 → 1 on what is new, norms over c·x,"
                + " new layers c·Block(h) + (1−c)·h", Preservation.EXACT,
                "at c = 0 logits equal to 1e-10 in float64 for every family, for any new weights; new weights get their first gradient at"
                        + " the second step, when c > 0",
                EnumSet.allOf(Family.class), OptimizerStatePolicy.ASYMMETRIC, LearningRatePolicy.REWIND,
                "growing checkpoints on disk, where nothing opens the masks; runs that end or are judged before the ramp ends");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        GrowthMap map = new GrowthCheck(NAME, request).growsOnly(GrowthCheck.DEPTH_AND_WIDTH).possible(() -> map(request));
        MsgOptions options = request.options().as(MsgOptions.class);
        return GrowthPlan.of(map, Preservation.EXACT).hidden(true, options.ramp(), options.curve());
    }

    private static GrowthMap map(GrowthRequest request) {
        return GrowthMap.between(request.from(), request.target()).pad().layers(layers(request))
                .fill(fill(request.options().as(MsgOptions.class).std())).build(NAME);
    }

    /** Old layers in their order; the others are copies, or fresh ones in the copies' places. */
    private static LayerMap layers(GrowthRequest request) {
        int from = request.from().layers();
        int to = request.to().layers();
        MsgOptions options = request.options().as(MsgOptions.class);
        LayerMap copies = options.placement() == Placement.STACK ? LayerMap.stack(from, to) : LayerMap.interpolate(from, to);
        if (options.layerInit() == LayerInit.COPY) {
            return copies;
        }
        return LayerMap.of(from, IntStream.range(0, to).map(i -> copies.repeated(i) ? IndexMap.NEW : copies.layers().get(i).layer())
                .toArray());
    }

    /** Weights N(0, std), norm gains 1, biases 0 (released code, copy_weight_ex.py), wherever they stand. */
    private static FillRule fill(double std) {
        return (parameter, block) -> switch (parameter.kind()) {
            case GAIN -> Fill.constant(1);
            case BIAS -> Fill.ZERO;
            case WEIGHT -> Fill.normal(std);
        };
    }
}
