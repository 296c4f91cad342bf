package growth.study.statistics;

/**
 * A straight line through points, by least squares.
 *
 * @param slope     NaN through fewer than two different places
 * @param intercept value at 0
 */
public record Line(double slope, double intercept) {
    /** Returns the line through points whose squared vertical distances have the smallest sum. */
    public static Line through(double[] x, double[] y) {
        double meanX = Sample.mean(x);
        double meanY = Sample.mean(y);
        double products = 0;
        double squares = 0;
        for (int i = 0; i < x.length; i++) {
            products += (x[i] - meanX) * (y[i] - meanY);
            squares += (x[i] - meanX) * (x[i] - meanX);
        }
        return new Line(products / squares, meanY - products / squares * meanX);
    }
}
