package growth.engine.cpu.kernels;

/**
 * The error function in single precision: an odd polynomial over an even one for x in [−4, 4], outside of which erf is ±1 in single
 * precision (the rational approximation of the Eigen library). The absolute error is below 3·10⁻⁷.
 */
final class FastErf {
    static final float LIMIT = 4f;
    static final float A1 = -1.60960333262415e-02f;
    static final float A3 = -2.95459980854025e-03f;
    static final float A5 = -7.34990630326855e-04f;
    static final float A7 = -5.69250639462346e-05f;
    static final float A9 = -2.10102402082508e-06f;
    static final float A11 = 2.77068142495902e-08f;
    static final float A13 = -2.72614225801306e-10f;
    static final float B0 = -1.42647390514189e-02f;
    static final float B2 = -7.37332916720468e-03f;
    static final float B4 = -1.68282697438203e-03f;
    static final float B6 = -2.13374055278905e-04f;
    static final float B8 = -1.45660718464996e-05f;

    private FastErf() {
    }

    static float erf(float value) {
        float x = Math.min(Math.max(value, -LIMIT), LIMIT);
        float s = x * x;
        float p = (((((A13 * s + A11) * s + A9) * s + A7) * s + A5) * s + A3) * s + A1;
        float q = (((B8 * s + B6) * s + B4) * s + B2) * s + B0;
        return x * p / q;
    }
}
