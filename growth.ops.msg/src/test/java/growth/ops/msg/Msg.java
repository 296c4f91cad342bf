package growth.ops.msg;

import growth.api.algebra.GrowthMap;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OptimizerStatePolicy;
import growth.reference.Grown;
import growth.reference.OptionValues;

/** What the operator's tests do again and again. */
final class Msg {
    static final MsgOperator OPERATOR = new MsgOperator();

    private Msg() {
    }

    /** Returns the operator's defaults. */
    static OptionValues options() {
        return new OptionValues();
    }

    static GrowthRequest request(ModelShape from, ModelShape to, OptionValues options) {
        return new GrowthRequest(from, to, options.build(OPERATOR.card().card()), OptimizerStatePolicy.CARRY, 7);
    }

    /** Returns the growth by these options. */
    static Grown grow(ModelState state, ModelShape to, OptionValues options) {
        return Grown.of(OPERATOR, state, request(state.shape(), to, options));
    }

    static GrowthMap map(ModelShape from, ModelShape to, OptionValues options) {
        return OPERATOR.plan(request(from, to, options)).map();
    }
}
