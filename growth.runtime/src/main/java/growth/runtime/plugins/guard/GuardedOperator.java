package growth.runtime.plugins.guard;

import growth.api.algebra.FillRule;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.TensorStep;
import growth.api.model.ModelState;
import growth.api.operator.GrowthContext;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.GrowthSource;
import growth.api.operator.LearningOperator;
import growth.api.operator.OperatorCard;

/**
 * An operator behind the guard. It declares, so it never sees the model: what a plan has of the operator's own (fills, steps) is called
 * through the guard as well, and works on copies of single tensors. One that learns gets a copy of the model: what it does to that, and
 * when, harms nobody.
 */
class GuardedOperator implements GrowthOperator {
    private final GrowthOperator operator;
    final PluginCalls calls;

    private GuardedOperator(GrowthOperator operator, PluginCalls calls) {
        this.operator = operator;
        this.calls = calls;
    }

    /** Returns the same operator behind the guard. */
    static GrowthOperator of(GrowthOperator operator, PluginCalls calls) {
        return operator instanceof LearningOperator learning ? new Learning(learning, calls) : new GuardedOperator(operator, calls);
    }

    /** Returns the same operator, whose work has no more time than quick calls have. */
    GrowthOperator hurried() {
        return of(operator, calls.hurried());
    }

    @Override
    public OperatorCard card() {
        return calls.ask("card", () -> PlainCards.of(operator.card()));
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        return guarded("plan", calls.ask("plan", () -> operator.plan(request)));
    }

    /** Returns the plan with texts for terminals, and with everything that is the plug-in's own behind the guard. */
    final GrowthPlan guarded(String call, GrowthPlan plan) {
        GrowthMap map = new ResultCheck(calls).map(call, plan.map());
        FillRule fill = (parameter, block) -> calls.ask("fill", () -> map.fill().fill(parameter, block));
        GrowthMap plain = new GrowthMap(map.from(), map.to(), map.axes(), map.layers(), fill, map.normGain(),
                PlainText.of(map.description()));
        GrowthSource source = new GrowthSource(plan.source().average().map(PlainText::of), PlainText.of(plan.source().place()));
        return new GrowthPlan(plain, plan.preservation(), source, plan.steps().stream().map(step -> guarded(step, plain)).toList(),
                plan.ramps(), plan.parting().map(PlainText::of), plan.batches());
    }

    private TensorStep guarded(TensorStep step, GrowthMap map) {
        if (step instanceof TensorStep.Own own) {
            return new TensorStep.Own((tensor, values) -> {
                calls.work("step", () -> {
                    own.function().change(tensor, values);
                    return values;
                });
                new ResultCheck(calls).finite("step", tensor.spec().name(), values);
            });
        }
        if (step instanceof TensorStep.Made made) {
            return new TensorStep.Made((spec, small, policy) -> new ResultCheck(calls).tensor(
                    calls.work("make", () -> made.maker().make(spec, LentArrays.of(small), policy)), spec, small, map.to()));
        }
        return step;
    }

    /** An operator that learns. */
    private static final class Learning extends GuardedOperator implements LearningOperator {
        private final LearningOperator operator;

        Learning(LearningOperator operator, PluginCalls calls) {
            super(operator, calls);
            this.operator = operator;
        }

        @Override
        public GrowthPlan learn(ModelState state, GrowthRequest request, GrowthContext context) {
            ModelState given = LentArrays.of(state.copy());
            try (GuardedContext guarded = new GuardedContext(context, calls)) {
                return guarded("learn", calls.work("learn", () -> operator.learn(given, request, guarded)));
            }
        }
    }
}
