package growth.reference;

import java.util.function.DoubleUnaryOperator;

/** Arithmetic on one sequence of vectors, {@code [positions][features]}; results are new arrays. */
final class Sequences {
    private Sequences() {
    }

    /** Returns a + b, element by element. */
    static double[][] sum(double[][] a, double[][] b) {
        double[][] y = new double[a.length][a[0].length];
        for (int t = 0; t < y.length; t++) {
            for (int i = 0; i < y[t].length; i++) {
                y[t][i] = a[t][i] + b[t][i];
            }
        }
        return y;
    }

    /** Returns every vector times c, feature by feature; c is {@code [features]}. */
    static double[][] scaled(double[][] x, double[] c) {
        double[][] y = new double[x.length][c.length];
        for (int t = 0; t < y.length; t++) {
            for (int i = 0; i < c.length; i++) {
                y[t][i] = c[i] * x[t][i];
            }
        }
        return y;
    }

    /** Returns share·a + (1 − share)·b. */
    static double[][] mixed(double share, double[][] a, double[][] b) {
        double[][] y = new double[a.length][a[0].length];
        for (int t = 0; t < y.length; t++) {
            for (int i = 0; i < y[t].length; i++) {
                y[t][i] = share * a[t][i] + (1 - share) * b[t][i];
            }
        }
        return y;
    }

    /** Returns a·b, element by element. */
    static double[][] product(double[][] a, double[][] b) {
        double[][] y = new double[a.length][a[0].length];
        for (int t = 0; t < y.length; t++) {
            for (int i = 0; i < y[t].length; i++) {
                y[t][i] = a[t][i] * b[t][i];
            }
        }
        return y;
    }

    /** Returns the function of every element. */
    static double[][] each(double[][] x, DoubleUnaryOperator function) {
        double[][] y = new double[x.length][x[0].length];
        for (int t = 0; t < y.length; t++) {
            for (int i = 0; i < y[t].length; i++) {
                y[t][i] = function.applyAsDouble(x[t][i]);
            }
        }
        return y;
    }
}
