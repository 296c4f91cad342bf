package growth.data.images;

/**
 * Bilinear resizing with a filter that widens when images become smaller, so that no pixel is left out (a triangle over the source, as
 * Pillow's and torchvision's with antialiasing do). Separable: rows first, then columns.
 */
final class Resize {
    private Resize() {
    }

    /**
     * Returns {@code [toHeight, toWidth, 3]}; the same array if nothing changes.
     *
     * @param pixels   {@code [height, width, 3]}
     * @param toWidth  in pixels
     * @param toHeight in pixels
     */
    static float[] apply(float[] pixels, int width, int height, int toWidth, int toHeight) {
        float[] wide = width == toWidth ? pixels : across(pixels, width, height, new Taps(width, toWidth));
        return height == toHeight ? wide : down(wide, toWidth, new Taps(height, toHeight));
    }

    /** Gives the rows of an image, so that a large one need not be there as numbers all at once. */
    @FunctionalInterface
    interface Rows {
        /**
         * Reads a row.
         *
         * @param y    number of the row
         * @param into takes its pixels, {@code [width, 3]}
         */
        void read(int y, float[] into);
    }

    /** As {@link #apply(float[], int, int, int, int)}, of an image that is read row by row. */
    static float[] apply(Rows rows, int width, int height, int toWidth, int toHeight) {
        Taps taps = new Taps(width, toWidth);
        float[] row = new float[width * Rgb.CHANNELS];
        float[] wide = new float[Math.multiplyExact(height, toWidth * Rgb.CHANNELS)];
        for (int y = 0; y < height; y++) {
            rows.read(y, row);
            float[] narrow = width == toWidth ? row : across(row, width, 1, taps);
            System.arraycopy(narrow, 0, wide, y * narrow.length, narrow.length);
        }
        return height == toHeight ? wide : down(wide, toWidth, new Taps(height, toHeight));
    }

    /** For every pixel of the result the first source pixel and the weights from there on, which sum up to 1. */
    private static final class Taps {
        final int[] first;
        final float[][] weights;

        Taps(int from, int to) {
            first = new int[to];
            weights = new float[to][];
            double scale = (double) from / to;
            double reach = Math.max(1, scale);
            for (int i = 0; i < to; i++) {
                double centre = (i + 0.5) * scale;
                int start = Math.max(0, (int) (centre - reach + 0.5));
                int end = Math.min(from, (int) (centre + reach + 0.5));
                first[i] = start;
                weights[i] = weights(start, end, centre, reach);
            }
        }

        private static float[] weights(int start, int end, double centre, double reach) {
            float[] weights = new float[end - start];
            double sum = 0;
            for (int j = start; j < end; j++) {
                double weight = Math.max(0, 1 - Math.abs(j + 0.5 - centre) / reach);
                weights[j - start] = (float) weight;
                sum += weight;
            }
            for (int j = 0; j < weights.length; j++) {
                weights[j] /= (float) sum;
            }
            return weights;
        }

        int size() {
            return first.length;
        }
    }

    private static float[] across(float[] pixels, int width, int height, Taps taps) {
        float[] result = new float[height * taps.size() * Rgb.CHANNELS];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < taps.size(); x++) {
                int from = (y * width + taps.first[x]) * Rgb.CHANNELS;
                sum(pixels, from, Rgb.CHANNELS, taps.weights[x], result, (y * taps.size() + x) * Rgb.CHANNELS);
            }
        }
        return result;
    }

    private static float[] down(float[] pixels, int width, Taps taps) {
        int row = width * Rgb.CHANNELS;
        float[] result = new float[taps.size() * row];
        for (int y = 0; y < taps.size(); y++) {
            for (int x = 0; x < width; x++) {
                sum(pixels, taps.first[y] * row + x * Rgb.CHANNELS, row, taps.weights[y], result, y * row + x * Rgb.CHANNELS);
            }
        }
        return result;
    }

    private static void sum(float[] pixels, int from, int step, float[] weights, float[] into, int at) {
        float red = 0;
        float green = 0;
        float blue = 0;
        int source = from;
        for (float weight : weights) {
            red += weight * pixels[source];
            green += weight * pixels[source + 1];
            blue += weight * pixels[source + 2];
            source += step;
        }
        into[at] = red;
        into[at + 1] = green;
        into[at + 2] = blue;
    }
}
