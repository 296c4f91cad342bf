package growth.runtime.plugins.guard;

import growth.api.algebra.FillRule;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.StateGrowth;
import growth.api.model.ModelState;
import growth.api.operator.GrowthContext;
import growth.api.operator.GrowthForecast;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthRequest;
import growth.api.operator.GrowthResult;
import growth.api.operator.MappedOperator;
import growth.api.operator.OperatorCard;
import growth.api.operator.Preservation;
import java.util.List;

/**
 * An operator behind the guard. One that grows models by itself gets a copy of the model: what it does to that, and when, harms nobody. One
 * that is nothing but its map never sees the model.
 */
class GuardedOperator implements GrowthOperator {
    private final GrowthOperator operator;
    private final PluginCalls calls;

    GuardedOperator(GrowthOperator operator, PluginCalls calls) {
        this.operator = operator;
        this.calls = calls;
    }

    /** Returns the same operator behind the guard. */
    static GrowthOperator of(GrowthOperator operator, PluginCalls calls) {
        return operator instanceof MappedOperator mapped ? new Mapped(mapped, calls) : new GuardedOperator(operator, calls);
    }

    GrowthOperator operator() {
        return operator;
    }

    PluginCalls calls() {
        return calls;
    }

    @Override
    public OperatorCard card() {
        return calls.ask("card", () -> PlainCards.of(operator.card()));
    }

    @Override
    public void check(GrowthRequest request) {
        calls.tell("check", () -> operator.check(request));
    }

    @Override
    public Preservation preservation(GrowthRequest request) {
        return calls.ask("preservation", () -> operator.preservation(request));
    }

    @Override
    public GrowthForecast forecast(GrowthRequest request) {
        GrowthForecast forecast = calls.ask("forecast", () -> operator.forecast(request));
        return new GrowthForecast(forecast.batches(), forecast.opening(), forecast.parting().map(PlainText::of));
    }

    @Override
    public GrowthResult grow(ModelState state, GrowthRequest request, GrowthContext context) {
        ModelState given = LentArrays.of(state.copy());
        try (GuardedContext guarded = new GuardedContext(context, calls)) {
            GrowthResult result = calls.work("grow", () -> operator.grow(given, request, guarded));
            new ResultCheck(calls).check(state, result);
            return new GrowthResult(LentArrays.of(result.state()), plain(result.map()), result.ramps());
        }
    }

    /** The map with a description for terminals, whose rule for new entries is the plug-in's and so is guarded as well. */
    final GrowthMap plain(GrowthMap map) {
        FillRule fill = (parameter, block) -> calls.ask("fill", () -> map.fill().fill(parameter, block));
        return new GrowthMap(map.from(), map.to(), map.axes(), map.layers(), fill, map.normGain(), PlainText.of(map.description()));
    }

    /** An operator that has a map. */
    private static final class Mapped extends GuardedOperator implements MappedOperator {
        private final MappedOperator operator;

        Mapped(MappedOperator operator, PluginCalls calls) {
            super(operator, calls);
            this.operator = operator;
        }

        @Override
        public GrowthMap map(GrowthRequest request) {
            GrowthMap map = calls().ask("map", () -> operator.map(request));
            new ResultCheck(calls()).check("map", request.from(), map);
            return plain(map);
        }

        @Override
        public GrowthResult grow(ModelState state, GrowthRequest request, GrowthContext context) {
            if (!MapAlone.is(operator)) {
                return super.grow(state, request, context);
            }
            GrowthMap map = map(request);
            GrowthResult result = new GrowthResult(StateGrowth.apply(map, state, request.optimizerState(), request.seed()), map, List.of());
            try {
                new ResultCheck(calls()).check(state, result);
                return result;
            } catch (RuntimeException | Error e) {
                result.state().close();
                throw e;
            }
        }
    }
}
