package growth.data.images;

import growth.api.random.SplitMix;

/**
 * Augments a training image: pads it with a black border and crops it at a random place, which shifts it by up to {@code padding} pixels
 * (Krizhevsky 2009 and He et al. 2016, section 4.2, for CIFAR-10), and mirrored in half of the cases. A function of the image and a key.
 *
 * @param padding pixels of the border on each side; 0 for none
 * @param flip    whether images are mirrored left to right
 */
record Augmentation(int padding, boolean flip) {
    /** Leaves images as they are. */
    static final Augmentation NONE = new Augmentation(0, false);
    private static final long ACROSS = 1;
    private static final long DOWN = 2;
    private static final long MIRROR = 3;

    /**
     * Returns {@code [size, size, 3]}.
     *
     * @param pixels {@code [size, size, 3]}
     * @param key    decides everything random
     */
    float[] apply(int[] pixels, int size, long key) {
        int left = padding == 0 ? 0 : (int) SplitMix.below(2L * padding + 1, key, ACROSS) - padding;
        int top = padding == 0 ? 0 : (int) SplitMix.below(2L * padding + 1, key, DOWN) - padding;
        boolean mirrored = flip && SplitMix.below(2, key, MIRROR) == 1;
        float[] result = new float[pixels.length];
        for (int y = Math.max(0, -top); y < Math.min(size, size - top); y++) {
            for (int x = Math.max(0, -left); x < Math.min(size, size - left); x++) {
                int from = ((y + top) * size + x + left) * Rgb.CHANNELS;
                int to = (y * size + (mirrored ? size - 1 - x : x)) * Rgb.CHANNELS;
                for (int channel = 0; channel < Rgb.CHANNELS; channel++) {
                    result[to + channel] = pixels[from + channel];
                }
            }
        }
        return result;
    }
}
