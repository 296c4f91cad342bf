package growth.data.images;

import growth.api.data.Cursor;
import java.util.List;

/** Square pictures with labels, as they are shown to a model before they are resized and normalised. */
public interface Pictures extends AutoCloseable {
    /**
     * A picture.
     *
     * @param pixels colours from 0 to 255, {@code [size, size, 3]}
     * @param size   height and width
     * @param label  its class
     */
    record Shown(float[] pixels, int size, int label) {
    }

    /** @return names of the classes, in the order of labels */
    List<String> classes();

    /** @return training pictures of one pass */
    long training();

    /** @return whether every pass has pictures of its own; otherwise all passes show the same ones */
    boolean endless();

    /** @return the training picture at a cursor, always the same one */
    Shown training(Cursor cursor);

    /** @return how many validation pictures there are */
    long validation();

    /** @return a validation picture; the first ones hold all classes */
    Shown validation(long index);

    @Override
    void close();
}
