package growth.data.shapes;

import growth.api.random.SplitMix;
import growth.data.shapes.Scene.Figure;

/** Paints scenes. Edges are smoothed over one pixel by the distance to them. A function of the scene and the size. */
final class Painter {
    private static final int CHANNELS = 3;
    private static final double WHITE = 255;
    /** A third of 64 random bits is for each colour. */
    private static final int NOISE_BITS = 21;
    private static final long NOISE_MASK = (1L << NOISE_BITS) - 1;
    private static final double NOISE_UNIT = 1.0 / (1L << NOISE_BITS);

    private Painter() {
    }

    /**
     * Returns colours from 0 to 255, {@code [size, size, 3]}.
     *
     * @param size height and width in pixels
     */
    static float[] paint(Scene scene, int size) {
        float[] pixels = new float[size * size * CHANNELS];
        double[] colour = new double[CHANNELS];
        for (int row = 0; row < size; row++) {
            double y = (row + 0.5) / size;
            for (int column = 0; column < size; column++) {
                double x = (column + 0.5) / size;
                background(scene.background(), x, y, colour);
                cover(colour, scene.figure(), scene.shape().distance(scene.figure().across(x, y), scene.figure().along(x, y)),
                        scene.figure().height() * size);
                for (Figure bar : scene.bars()) {
                    // In pixels along each side, since a bar is far longer than wide.
                    double distance = Math.max((Math.abs(bar.across(x, y)) - 1) * bar.width(),
                            (Math.abs(bar.along(x, y)) - 1) * bar.height());
                    cover(colour, bar, distance, size);
                }
                int pixel = row * size + column;
                long bits = SplitMix.hash(scene.noiseSeed(), pixel);
                for (int channel = 0; channel < CHANNELS; channel++) {
                    double noise = (bits >>> channel * NOISE_BITS & NOISE_MASK) * NOISE_UNIT - 0.5;
                    double value = colour[channel] + scene.noise() * noise;
                    pixels[pixel * CHANNELS + channel] = (float) (WHITE * Math.max(0, Math.min(1, value)));
                }
            }
        }
        return pixels;
    }

    /** Mixes a figure's colour in, all of it within and none of it outside. */
    private static void cover(double[] colour, Figure figure, double distance, double pixels) {
        double share = Math.max(0, Math.min(1, 0.5 - distance * pixels));
        if (share > 0) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                colour[channel] += share * (figure.colour()[channel] - colour[channel]);
            }
        }
    }

    /** The net's colours, bilinearly between its crossings. */
    private static void background(double[] net, double x, double y, double[] into) {
        double column = x * (Scene.NET - 1);
        double row = y * (Scene.NET - 1);
        int left = Math.min(Scene.NET - 2, (int) column);
        int top = Math.min(Scene.NET - 2, (int) row);
        double right = column - left;
        double down = row - top;
        int at = (top * Scene.NET + left) * CHANNELS;
        int below = at + Scene.NET * CHANNELS;
        for (int channel = 0; channel < CHANNELS; channel++) {
            double upper = net[at + channel] + right * (net[at + CHANNELS + channel] - net[at + channel]);
            double lower = net[below + channel] + right * (net[below + CHANNELS + channel] - net[below + channel]);
            into[channel] = upper + down * (lower - upper);
        }
    }
}
