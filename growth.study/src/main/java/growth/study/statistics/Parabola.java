package growth.study.statistics;

import org.apache.commons.math3.fitting.PolynomialCurveFitter;
import org.apache.commons.math3.fitting.WeightedObservedPoints;

/**
 * A parabola through points, by least squares: constant + linear·x + quadratic·x².
 *
 * @param constant  value at 0
 * @param linear    slope at 0
 * @param quadratic positive if it opens upwards
 */
public record Parabola(double constant, double linear, double quadratic) {
    /** Returns the parabola through at least three points at different places. */
    public static Parabola through(double[] x, double[] y) {
        // Around the mean of x, where the powers of x differ most.
        double middle = Sample.mean(x);
        WeightedObservedPoints points = new WeightedObservedPoints();
        for (int i = 0; i < x.length; i++) {
            points.add(x[i] - middle, y[i]);
        }
        double[] c = PolynomialCurveFitter.create(2).fit(points.toList());
        return new Parabola(c[0] - c[1] * middle + c[2] * middle * middle, c[1] - 2 * c[2] * middle, c[2]);
    }

    /** Returns where it is lowest; NaN if it has no lowest point. */
    public double lowest() {
        return quadratic > 0 ? -linear / (2 * quadratic) : Double.NaN;
    }

    /** Returns the value at a place. */
    public double at(double x) {
        return constant + x * (linear + x * quadratic);
    }
}
