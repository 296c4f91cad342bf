package growth.data.images;

import java.io.IOException;

/**
 * A picture of a data set, not decoded yet.
 *
 * @param name   how errors call it
 * @param label  name of its class
 * @param source reads and decodes it; may be asked by any thread
 */
record ImageItem(String name, String label, Source source) {
    /** Where a picture comes from. */
    @FunctionalInterface
    interface Source {
        /** @throws UnreadableImageException if it cannot be decoded */
        Rgb read() throws IOException;
    }
}
