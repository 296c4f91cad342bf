package growth.data.windows;

import growth.api.GrowthException;
import growth.api.data.Cursor;
import growth.api.random.SplitMix;
import growth.data.OptionPlace;
import java.util.Locale;

/**
 * Passes over numbered things, each in an order of its own.
 *
 * @param count how many things
 * @param seed  decides the orders
 */
public record Passes(long count, long seed) {
    /** Returns the number of the thing at a cursor. */
    public long at(Cursor cursor) {
        return new Permutation(count, SplitMix.seed(seed, "order", cursor.epoch())).at(cursor.window());
    }

    /** Returns the cursor moved on by one thing. */
    public Cursor after(Cursor cursor) {
        return normal(new Cursor(cursor.epoch(), cursor.window() + 1));
    }

    /**
     * Returns the same place; the end of a pass becomes the beginning of the next one.
     *
     * @param cursor a saved one
     * @param place  the option of the data
     * @param things what is counted, e.g. {@code window}
     * @throws GrowthException (DATA) if there is no such place
     */
    public Cursor checked(Cursor cursor, OptionPlace place, String things) {
        if (cursor.epoch() < 0 || cursor.window() < 0 || cursor.window() > count) {
            throw place.refuse(String.format(Locale.ROOT,
                    "there is no %s %d of pass %d; a pass has %d %ss, so these are not the data that the cursor was saved with", things,
                    cursor.window(), cursor.epoch(), count, things));
        }
        return normal(cursor);
    }

    private Cursor normal(Cursor cursor) {
        return cursor.window() == count ? new Cursor(cursor.epoch() + 1, 0) : cursor;
    }
}
