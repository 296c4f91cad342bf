package growth.ops.stacking;

import growth.api.TrainingTime;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.GrowthMapBuilder;
import growth.api.algebra.HeadMaps;
import growth.api.algebra.IndexMap;
import growth.api.algebra.StateGrowth;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.operator.GateRamp;
import growth.api.operator.GrowthCheck;
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
import java.util.EnumSet;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** New layers, coordinates, heads and neurons that are random and fade in behind gates ({@link ClosedGates}). */
@OperatorName(RandomOperator.NAME)
@Component(service = GrowthOperator.class)
public final class RandomOperator implements MappedOperator {
    static final String NAME = "random";
    private static final OptionSpec RAMP = OptionSpec.of("ramp", OptionType.TIME, "5%",
            "how long the gates take to open, linearly from 0 to 1, e.g. 500ba; longer than 0");

    @Override
    public OperatorCard card() {
        Card card = new Card(NAME, "Adds layers, coordinates, heads and neurons that are random and fade in.",
                "Du et al. 2024, Stacking Your Transformers, appendix A (G_random up and right); Yao et al. 2024, Masked Structural Growth"
                        + " (gates)", List.of(RAMP, NewLayers.ORDER));
        return new OperatorCard(card, "W' = [[W, A], [B, C]], all new blocks random; new layers h + c·(Block(h) − h); gates c rise from 0"
                + " to 1 and weight the norms' statistics", Preservation.EXACT,
                "logits equal to 1e-12 in float64 at c = 0, every family and size; behind a closed gate nothing new has a gradient, from"
                        + " the second step on everything has. In the paper (400M to 1.1B) depth was 25.7 % slower than training from"
                        + " scratch, width 13.8 % slower",
                EnumSet.allOf(Family.class), OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART,
                "the cheapest road to a loss: the copies of stack and direct, and even zero in depth, were better in the paper");
    }

    @Override
    public void check(GrowthRequest request) {
        GrowthCheck check = new GrowthCheck(NAME, request);
        check.growsOnly(GrowthCheck.DEPTH_AND_WIDTH);
        if (ramp(request).value() == 0) {
            throw request.options().refuse(RAMP.name(), ramp(request) + " opens the gates at once; give a longer time, e.g. 5%");
        }
        check.possible(() -> map(request));
    }

    @Override
    public GrowthForecast forecast(GrowthRequest request) {
        return GrowthForecast.opening(ramp(request));
    }

    @Override
    public GrowthMap map(GrowthRequest request) {
        ModelShape from = request.from();
        ModelShape to = request.target();
        GrowthMapBuilder map = GrowthMap.between(from, to);
        for (Axis axis : List.of(Axis.HIDDEN, Axis.INTERMEDIATE)) {
            if (request.grows(axis)) {
                map.axis(axis, IndexMap.pad(from.size(axis), to.size(axis)));
            }
        }
        if (request.grows(Axis.HEADS) || request.grows(Axis.KV_HEADS)) {
            map.heads(HeadMaps.pad(from.heads(), from.kvHeads(), to.heads(), to.kvHeads()));
        }
        return map.layers(NewLayers.fresh(request)).build(NAME);
    }

    @Override
    public GrowthResult grow(ModelState state, GrowthRequest request, GrowthContext context) {
        GrowthMap map = map(request);
        ModelState grown = StateGrowth.apply(map, state, request.optimizerState(), request.seed());
        ClosedGates closed = ClosedGates.of(map, grown.gates());
        List<GateRamp> ramps = closed.sites().stream().map(site -> new GateRamp(site, ramp(request), GateRamp.Curve.LINEAR)).toList();
        return new GrowthResult(grown.withGates(closed.gates()), map, ramps);
    }

    private static TrainingTime ramp(GrowthRequest request) {
        return request.options().time(RAMP.name());
    }
}
