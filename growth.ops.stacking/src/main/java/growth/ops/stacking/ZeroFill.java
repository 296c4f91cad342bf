package growth.ops.stacking;

import growth.api.algebra.Fill;
import growth.api.algebra.FillRule;
import growth.api.algebra.LayerMap;
import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec;

/**
 * Zero padding, W' = [[W, A], [0, C]] with A and C random (Du et al. 2024, appendix A, G_zero right), where that keeps everything alive
 * (growth-methods 1.2 and 1.8): new coordinates are not written, new heads have no values, and new neurons have no input to multiply with.
 * Only one member of each multiplied pair is 0:
 * <ul>
 * <li>new rows of W_Q, W_K and W_gate are random, since W_V and W_up are 0 there;
 * <li>in silent layers, whose W_O and W_down are 0, new rows of W_V and W_up are random, too;
 * <li>where new query heads read old values, W_O does not read them (its new columns are 0), and new rows of W_V are random;
 * <li>new norm gains are 1.
 * </ul>
 *
 * @param random distribution of the random entries
 * @param layers where the layers come from
 * @param unread whether new query heads read old values
 */
record ZeroFill(FillRule random, LayerMap layers, boolean unread) implements FillRule {

    /** Returns the rule for a growth between these shapes. */
    static ZeroFill between(ModelShape from, ModelShape to, LayerMap layers) {
        boolean largerGroups = to.heads() / to.kvHeads() > from.heads() / from.kvHeads();
        return new ZeroFill(FillRule.initial(to), layers, largerGroups);
    }

    @Override
    public Fill fill(ParameterSpec parameter, Block block) {
        boolean zero = parameter.kind() == ParameterSpec.Kind.WEIGHT && zero(parameter, block == Block.NEW_READS_OLD);
        return zero ? Fill.ZERO : random.fill(parameter, block);
    }

    private boolean zero(ParameterSpec parameter, boolean readsOld) {
        boolean silent = parameter.layer() != ParameterSpec.NO_LAYER && layers.layers().get(parameter.layer()).silent();
        ParameterRole role = parameter.role();
        return switch (role) {
            case ATTENTION_OUTPUT -> readsOld || unread;
            case VALUE -> readsOld && !silent && !unread;
            case UP -> readsOld && !silent;
            default -> readsOld && (role.embeds() || role == ParameterRole.DOWN);
        };
    }
}
