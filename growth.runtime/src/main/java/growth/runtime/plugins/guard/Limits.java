package growth.runtime.plugins.guard;

import growth.runtime.plugins.PluginSettings;
import java.time.Duration;

/**
 * Time limits for calls of plug-ins.
 *
 * @param quick what answers at once: constructors, activators, cards, checks, maps, plans, decisions
 * @param work  growths, data and batches, between two signs of life
 * @param grace how long a call may go on after the end of a command was asked for
 */
public record Limits(Duration quick, Duration work, Duration grace) {
    /** The limits where no settings are given. */
    public static final Limits USUAL = of(PluginSettings.CALL_SECONDS, PluginSettings.WORK_SECONDS, PluginSettings.GRACE_SECONDS);

    /** Returns the limits that the settings name. */
    static Limits of(PluginSettings settings) {
        return of(settings.call_seconds(), settings.work_seconds(), settings.grace_seconds());
    }

    private static Limits of(double quick, double work, double grace) {
        return new Limits(seconds(quick), seconds(work), seconds(grace));
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
