package growth.reference;

/** The gated activation silu(g) · u (Shazeer 2020), element by element. */
final class SwiGlu {
    private SwiGlu() {
    }

    /** Returns silu(g) · u. */
    static double[] forward(double[] g, double[] u) {
        double[] y = new double[g.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = g[i] * sigmoid(g[i]) * u[i];
        }
        return y;
    }

    /** Returns the gradient of g. */
    static double[] gateGradient(double[] g, double[] u, double[] dy) {
        double[] dg = new double[g.length];
        for (int i = 0; i < dg.length; i++) {
            double s = sigmoid(g[i]);
            dg[i] = dy[i] * u[i] * s * (1 + g[i] * (1 - s));
        }
        return dg;
    }

    /** Returns the gradient of u. */
    static double[] upGradient(double[] g, double[] dy) {
        double[] du = new double[g.length];
        for (int i = 0; i < du.length; i++) {
            du[i] = dy[i] * g[i] * sigmoid(g[i]);
        }
        return du;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
