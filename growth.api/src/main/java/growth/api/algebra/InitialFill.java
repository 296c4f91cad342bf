package growth.api.algebra;

import growth.api.model.ParameterSpec;

/**
 * The distribution a model is initialised with.
 *
 * @param layers depth of the model, L
 */
record InitialFill(int layers) implements FillRule {
    private static final double STD = 0.02;

    @Override
    public Fill fill(ParameterSpec parameter, Block block) {
        return switch (parameter.kind()) {
            case GAIN -> Fill.constant(1);
            case BIAS -> Fill.ZERO;
            case WEIGHT -> Fill.normal(parameter.role().writesResidual() ? STD / Math.sqrt(2.0 * layers) : STD);
        };
    }
}
