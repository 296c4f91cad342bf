package growth.data.images;

/** Makes pictures of any size squares of one size: the middle of the longer side is kept, then it is resized, as torchvision does. Pure. */
final class SquareImage {
    private SquareImage() {
    }

    /**
     * @param size height and width of the result
     * @return red, green and blue, 0 to 255, {@code [size, size, 3]}
     */
    static byte[] of(Rgb image, int size) {
        if (image.width() == size && image.height() == size) {
            return image.pixels();
        }
        int side = Math.min(image.width(), image.height());
        int left = (image.width() - side) / 2;
        int top = (image.height() - side) / 2;
        float[] resized = Resize.apply((y, row) -> {
            int from = ((top + y) * image.width() + left) * Rgb.CHANNELS;
            for (int i = 0; i < row.length; i++) {
                row[i] = Byte.toUnsignedInt(image.pixels()[from + i]);
            }
        }, side, side, size, size);
        byte[] pixels = new byte[resized.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) Math.round(resized[i]);
        }
        return pixels;
    }
}
