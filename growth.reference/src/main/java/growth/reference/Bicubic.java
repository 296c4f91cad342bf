package growth.reference;

/**
 * Resizes square grids like PyTorch's {@code F.interpolate(mode='bicubic', align_corners=False)}: Keys' cubic convolution (1981) with a =
 * −0.75, taps beyond the edge repeat it, and shrinking does not smooth. With this a, a constant stays a constant, but a linear ramp stays
 * linear only where the source coordinate is whole or half.
 */
final class Bicubic {
    private static final double A = -0.75;

    private Bicubic() {
    }

    /**
     * @param grid {@code [from·from][features]}, row by row
     * @return {@code [to·to][features]}
     */
    static double[][] resize(double[][] grid, int from, int to) {
        double[][] y = new double[to * to][grid[0].length];
        for (int row = 0; row < to; row++) {
            for (int column = 0; column < to; column++) {
                double[] vertical = weights(row, from, to);
                double[] horizontal = weights(column, from, to);
                for (int r = 0; r < from; r++) {
                    for (int c = 0; c < from; c++) {
                        for (int i = 0; i < grid[0].length; i++) {
                            y[row * to + column][i] += vertical[r] * horizontal[c] * grid[r * from + c][i];
                        }
                    }
                }
            }
        }
        return y;
    }

    /** Returns the weights of {@code from} points for point {@code target} of {@code to}. */
    static double[] weights(int target, int from, int to) {
        double source = (target + 0.5) * from / to - 0.5;
        double[] weights = new double[from];
        int nearest = (int) Math.floor(source);
        for (int tap = nearest - 1; tap <= nearest + 2; tap++) {
            weights[Math.max(0, Math.min(from - 1, tap))] += kernel(Math.abs(source - tap));
        }
        return weights;
    }

    private static double kernel(double x) {
        if (x <= 1) {
            return (A + 2) * x * x * x - (A + 3) * x * x + 1;
        }
        return x < 2 ? A * x * x * x - 5 * A * x * x + 8 * A * x - 4 * A : 0;
    }
}
