package growth.api.algebra;

import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec;

/**
 * Zero padding: what writes is 0, what reads is random.
 *
 * @param std standard deviation of the random entries
 */
record SilentFill(double std) implements FillRule {
    @Override
    public Fill fill(ParameterSpec parameter, Block block) {
        return switch (parameter.kind()) {
            case GAIN -> Fill.constant(1);
            case BIAS -> Fill.ZERO;
            case WEIGHT -> silent(parameter.role(), block) ? Fill.ZERO : Fill.normal(std);
        };
    }

    private static boolean silent(ParameterRole role, Block block) {
        return role.writesResidual() || role.embeds() && block != Block.OLD_READS_NEW;
    }
}
