package growth.runtime.plugins.guard;

import growth.runtime.plugins.PluginSettings;
import java.time.Duration;

/**
 * Time limits for calls of plug-ins.
 *
 * @param quick what answers at once: constructors, activators, cards, checks, maps, plans, decisions
 * @param work  growths, data and batches, between two signs of life
 * @param grace how long a call may go on after the end of a command was asked for
 * @param watch after how long without a sign of life a call that is under way is told, and then after twice as long each time
 */
public record Limits(Duration quick, Duration work, Duration grace, Duration watch) {
    private static final int LOOK_AROUND = 6;
    /** The limits where no settings are given. */
    public static final Limits USUAL = of(PluginSettings.CALL_SECONDS, PluginSettings.WORK_SECONDS, PluginSettings.GRACE_SECONDS,
            PluginSettings.LEASE_SECONDS);

    /** Limits that tell calls under way when settings say nothing of it. */
    public Limits(Duration quick, Duration work, Duration grace) {
        this(quick, work, grace, Duration.ofSeconds(PluginSettings.LEASE_SECONDS));
    }

    /** Returns how long an engine may look for its libraries and devices. */
    Duration lookAround() {
        Duration longer = quick.multipliedBy(LOOK_AROUND);
        return longer.compareTo(work) < 0 ? longer : work;
    }

    /** Returns these limits with no more time for work than for quick calls. */
    Limits hurried() {
        return new Limits(quick, quick, grace, watch);
    }

    /** Returns the limits that the settings name. */
    static Limits of(PluginSettings settings) {
        return of(settings.call_seconds(), settings.work_seconds(), settings.grace_seconds(), settings.lease_seconds());
    }

    private static Limits of(double quick, double work, double grace, double watch) {
        return new Limits(seconds(quick), seconds(work), seconds(grace), seconds(watch));
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
