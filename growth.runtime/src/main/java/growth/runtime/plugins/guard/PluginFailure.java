package growth.runtime.plugins.guard;

import growth.api.GrowthException;

/** A plug-in failed: it threw, did not return in time, or returned what cannot be. */
public final class PluginFailure extends GrowthException {
    private static final long serialVersionUID = 1L;
    private final String what;
    private final boolean stopped;

    /**
     * @param plugin  who failed
     * @param what    what it did, to be read behind its name: {@code failed in 'card'}
     * @param stopped whether the user had asked for an end: the plug-in is left to itself, and what was trained can be saved
     * @param cause   what it threw; may be null
     */
    PluginFailure(Plugin plugin, String what, boolean stopped, Throwable cause) {
        this(null, null, plugin.words() + " " + what, what, stopped, cause);
    }

    private PluginFailure(String place, String key, String message, String what, boolean stopped, Throwable cause) {
        super(Kind.FAILING_PLUGIN, place, key, message, cause);
        this.what = what;
        this.stopped = stopped;
    }

    /** Returns what the plug-in did, to be read behind its name: {@code failed in 'card'}. */
    public String what() {
        return what;
    }

    /** Returns whether the plug-in did not return in time when the user wanted an end, so that what was trained can be saved. */
    public boolean stopped() {
        return stopped;
    }

    @Override
    protected GrowthException copy(String place, String key, String message) {
        return new PluginFailure(place, key, message, what, stopped, getCause());
    }
}
