package growth.data;

import growth.api.GrowthException;
import growth.api.data.DataRequest;

/**
 * The option that names data, and where it stands: what errors about these data carry.
 *
 * @param place {@code file:line}
 * @param key   the option's name, e.g. {@code train}
 */
public record OptionPlace(String place, String key) {
    /** Returns the place of an option of a request. */
    public static OptionPlace of(DataRequest request, String option) {
        return new OptionPlace(request.options().place(option), option);
    }

    /** Returns a DATA error about the option, to be thrown. */
    public GrowthException refuse(String message) {
        return at(new GrowthException(GrowthException.Kind.DATA, message));
    }

    /** Returns an error with this place and key. */
    public GrowthException at(GrowthException failure) {
        return failure.at(place, key);
    }
}
