package growth.data.images;

import growth.data.tokens.Tokens;

/**
 * Decoded pictures in files that the operating system reads as they are needed.
 *
 * @param manifest what they are
 * @param pixels   colours from 0 to 255, {@code [images, size, size, 3]}
 * @param labels   index of each picture's class in the manifest
 */
record StoredImages(ImageManifest manifest, Tokens pixels, int[] labels) implements AutoCloseable {
    /** @return numbers of one picture */
    int length() {
        return Rgb.CHANNELS * manifest.size() * manifest.size();
    }

    /** Copies a picture, {@code [size, size, 3]}. */
    void read(int index, int[] into) {
        pixels.read((long) index * length(), into, 0, length());
    }

    @Override
    public void close() {
        pixels.close();
    }
}
