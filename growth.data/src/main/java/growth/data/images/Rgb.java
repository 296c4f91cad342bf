package growth.data.images;

/**
 * A picture.
 *
 * @param width  in pixels
 * @param height in pixels
 * @param pixels red, green and blue, 0 to 255, {@code [height, width, 3]}
 */
record Rgb(int width, int height, byte[] pixels) {
    static final int CHANNELS = 3;

    Rgb {
        if (pixels.length != width * height * CHANNELS) {
            throw new IllegalArgumentException(pixels.length + " bytes are no picture of " + width + "×" + height);
        }
    }
}
