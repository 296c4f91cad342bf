package growth.data.images;

/**
 * An image.
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

    /**
     * Keeps the middle square, as long as the shorter side, and resizes it, as torchvision does.
     *
     * @param size height and width of the result
     * @return red, green and blue, 0 to 255, {@code [size, size, 3]}
     */
    byte[] square(int size) {
        if (width == size && height == size) {
            return pixels;
        }
        int side = Math.min(width, height);
        int left = (width - side) / 2;
        int top = (height - side) / 2;
        float[] resized = Resize.apply((y, row) -> {
            int from = ((top + y) * width + left) * CHANNELS;
            for (int i = 0; i < row.length; i++) {
                row[i] = Byte.toUnsignedInt(pixels[from + i]);
            }
        }, side, side, size, size);
        byte[] square = new byte[resized.length];
        for (int i = 0; i < square.length; i++) {
            square[i] = (byte) Math.round(resized[i]);
        }
        return square;
    }
}
