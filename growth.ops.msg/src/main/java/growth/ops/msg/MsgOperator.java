package growth.ops.msg;

import growth.api.algebra.GrowthMap;
import growth.api.algebra.StateGrowth;
import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ModelState;
import growth.api.operator.GateRamp;
import growth.api.operator.GrowthContext;
import growth.api.operator.GrowthForecast;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthRequest;
import growth.api.operator.GrowthResult;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.MappedOperator;
import growth.api.operator.OperatorCard;
import growth.api.operator.OperatorName;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.api.options.Card;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.api.options.Options;
import growth.api.options.Range;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Component;

/**
 * Masked structural growth (Yao et al. 2024): new coordinates, neurons, heads and layers behind gates that are closed at the growth, so
 * that the function is the same whatever their weights, and open while training goes on. A growth while gates of an earlier one still open
 * is allowed: what is half open stays where it is, and on an axis that grows again it opens together with what is newer.
 */
@OperatorName(MsgOperator.NAME)
@Component(service = GrowthOperator.class)
public final class MsgOperator implements MappedOperator {
    static final String NAME = "msg";
    private static final String RAMP = "ramp";
    private static final String CURVE = "curve";

    @Override
    public OperatorCard card() {
        Card card = new Card(NAME, "Adds coordinates, neurons, heads and layers behind masks that open while training goes on.",
                "Yao et al. 2024, Masked Structural Growth for 2x Faster Language Model Pre-training, section 3.2 (ICLR 2024)", options());
        return new OperatorCard(card, "W' = [[W, A], [B, C]] with A, B, C ~ N(0, std); masks c = 0 → 1 on what is new, norms over c·x, new"
                + " layers c·Block(h) + (1−c)·h", Preservation.EXACT,
                "at c = 0 logits equal to 1e-10 in float64 for every family, for any new weights; new weights get their first gradient at"
                        + " the second step, when c > 0",
                EnumSet.allOf(Family.class), OptimizerStatePolicy.ASYMMETRIC, LearningRatePolicy.REWIND,
                "growing checkpoints on disk, where nothing opens the masks; runs that end or are judged before the ramp ends");
    }

    private static List<OptionSpec> options() {
        return List.of(
                OptionSpec.of(RAMP, OptionType.TIME, "5%",
                        "how long the masks take to open (the paper's grow_time, 5000ba there); 0ba opens them at the first step"),
                OptionSpec.choice(CURVE, List.of("linear", "sine"), "linear", "how they open over the elapsed share t: t or sin(π/2·t)"),
                OptionSpec.of(MaskedMap.STD, OptionType.NUMBER, "0.02", "standard deviation of new weights").in(Range.above(0)),
                OptionSpec.choice(MaskedMap.LAYER_INIT, List.of(MaskedMap.COPY, MaskedMap.RANDOM), MaskedMap.COPY,
                        "new layers are copies of old ones, or new weights"),
                OptionSpec.choice(MaskedMap.PLACEMENT, List.of(MaskedMap.STACK, MaskedMap.INTERPOLATE), MaskedMap.STACK,
                        "new layers stand on top, in the order of stack, or each after its source, spread evenly"));
    }

    @Override
    public void check(GrowthRequest request) {
        MaskedMap.check(request);
    }

    @Override
    public GrowthForecast forecast(GrowthRequest request) {
        return GrowthForecast.opening(request.options().time(RAMP));
    }

    @Override
    public GrowthMap map(GrowthRequest request) {
        return MaskedMap.of(request);
    }

    @Override
    public GrowthResult grow(ModelState state, GrowthRequest request, GrowthContext context) {
        GrowthMap map = map(request);
        ModelState grown = StateGrowth.apply(map, state, request.optimizerState(), request.seed());
        Gates gates = Masks.close(map, grown.gates());
        Options options = request.options();
        GateRamp.Curve curve = GateRamp.Curve.valueOf(options.text(CURVE).toUpperCase(Locale.ROOT));
        List<GateRamp> ramps = Masks.opening(map, gates).stream().map(site -> new GateRamp(site, options.time(RAMP), curve)).toList();
        return new GrowthResult(grown.withGates(gates), map, ramps);
    }
}
