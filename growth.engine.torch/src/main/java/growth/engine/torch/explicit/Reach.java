package growth.engine.torch.explicit;

import growth.api.model.ModelShape;
import growth.engine.common.random.Dropout.Site;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.model.Conditions;
import growth.engine.torch.model.GateTensors;
import growth.engine.torch.model.Pass;

/**
 * Which passes an explicit block can compute: nothing in it is gated, pooled or padded, attention drops nothing, and libtorch has flash
 * attention for it.
 *
 * @param shape   the model's
 * @param layer   the block
 * @param longest longest row that norms take
 */
record Reach(ModelShape shape, int layer, int longest) {
    private static final int HEAD_STEP = 8;
    private static final int LARGEST_HEAD = 256;

    boolean covers(Pass pass) {
        Conditions conditions = pass.conditions();
        boolean pools = conditions.pooling().isPresent() && conditions.place(layer) == 0;
        return !pools && pass.batch().keyMask() == null && pass.batch().past() == null && !conditions.dropout().touches(Site.ATTENTION)
                && !gated(conditions.gates()) && shape.hidden() <= longest
                && (!pass.aten().device().cuda() || attends(conditions.precision()));
    }

    private boolean gated(GateTensors gates) {
        return gates.hidden() != null || gates.layer(layer) != null || gates.projected(layer) != null || gates.context(layer) != null
                || gates.intermediate(layer) != null;
    }

    /** Returns whether CUDA's flash attention takes the model. */
    private boolean attends(Dtype precision) {
        return precision == Dtype.BF16 && shape.headSize() % HEAD_STEP == 0 && shape.headSize() <= LARGEST_HEAD;
    }
}
