package growth.engine.common.embed;

/**
 * Bicubic interpolation of a square grid as PyTorch's {@code interpolate} does it without aligned corners and without anti-aliasing
 * (Keys 1981 with a = −0.75; taps outside are those at the edge): new[y, x] = Σ w[y, v]·w[x, u]·old[v, u].
 */
public final class Bicubic {
    private static final double A = -0.75;
    private static final int TAPS = 4;
    private final float[][] weights;

    /**
     * @param from height and width of the old grid
     * @param to   height and width of the new grid
     */
    public Bicubic(int from, int to) {
        weights = new float[to][from];
        for (int i = 0; i < to; i++) {
            double source = (i + 0.5) * from / to - 0.5;
            int floor = (int) Math.floor(source);
            for (int tap = 0; tap < TAPS; tap++) {
                int at = floor - 1 + tap;
                weights[i][Math.min(Math.max(at, 0), from - 1)] += (float) kernel(Math.abs(source - at));
            }
        }
    }

    private static double kernel(double distance) {
        if (distance <= 1) {
            return ((A + 2) * distance - (A + 3)) * distance * distance + 1;
        }
        return distance < 2 ? ((distance - 5) * distance + 8) * distance * A - 4 * A : 0;
    }

    /** Returns the weight of an old row or column in a new one. */
    public float weight(int to, int from) {
        return weights[to][from];
    }
}
