package growth.runtime.plugins.guard;

import java.time.Duration;

/**
 * A call of a plug-in of the folder that has not come back yet.
 *
 * @param plugin  kind, name, bundle and jar in words
 * @param call    the method's name
 * @param time    how long it has been under way
 * @param givenUp whether nobody waits for it any more; its thread is still inside
 */
public record CallUnderWay(String plugin, String call, Duration time, boolean givenUp) {
    /** Returns, for example, {@code operator 'odd' of odd.ops 1.0.0 (odd.jar) has been in 'plan' for 75 s, given up}. */
    public String words() {
        return plugin + " has been in '" + call + "' for " + Lane.words(time) + (givenUp ? ", given up" : "");
    }
}
