package growth.runtime.plugins.guard;

import growth.api.GrowthException;

/** A plug-in did not return in time when the user wanted an end; it is left to itself, and what was trained can be saved. */
public final class StoppedInPluginException extends GrowthException {
    private static final long serialVersionUID = 1L;

    StoppedInPluginException(String message, Throwable cause) {
        super(Kind.FAILING_PLUGIN, message, cause);
    }

    @Override
    public GrowthException at(String place) {
        return new StoppedInPluginException(place + ": " + getMessage(), this);
    }
}
