package growth.reference;

/**
 * Rotary positions (Su et al. 2021) in Hugging Face's order: coordinate i of a head turns together with coordinate i + e/2, by the angle
 * position · θ^(−2i/e).
 */
final class Rope {
    private Rope() {
    }

    /**
     * @param x         {@code [positions, heads·headSize]} of one sequence
     * @param direction 1 to turn, −1 to turn back (which is the gradient)
     * @return the turned rows, of the same shape
     */
    static double[] turn(double[] x, int heads, int headSize, double theta, int direction) {
        double[] y = new double[x.length];
        int width = heads * headSize;
        int half = headSize / 2;
        for (int start = 0; start < x.length; start += headSize) {
            int position = start / width;
            for (int i = 0; i < half; i++) {
                double angle = direction * position * Math.pow(theta, -2.0 * i / headSize);
                double cos = Math.cos(angle);
                double sin = Math.sin(angle);
                double a = x[start + i];
                double b = x[start + i + half];
                y[start + i] = a * cos - b * sin;
                y[start + i + half] = b * cos + a * sin;
            }
        }
        return y;
    }
}
