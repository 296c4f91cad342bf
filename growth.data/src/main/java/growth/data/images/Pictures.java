package growth.data.images;

import growth.api.data.Cursor;
import java.util.List;

/** Square images with labels, as they are shown to a model before they are resized and normalised. */
public interface Pictures extends AutoCloseable {
    /**
     * An image.
     *
     * @param pixels colours from 0 to 255, {@code [size, size, 3]}
     * @param size   height and width
     * @param label  its class
     */
    record Shown(float[] pixels, int size, int label) {
    }

    /** Returns the names of the classes in the order of their labels. */
    List<String> classes();

    /** Returns the number of training images of one pass. */
    long training();

    /** Returns whether every pass has images of its own; otherwise all passes show the same ones. */
    boolean endless();

    /** Returns the training image at a cursor, always the same one. */
    Shown training(Cursor cursor);

    /** Returns the number of validation images. */
    long validation();

    /** Returns a validation image; the first ones cover all classes. */
    Shown validation(long index);

    @Override
    void close();
}
