package growth.runtime.plugins.guard;

import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * How long calls of plug-ins may take.
 *
 * @param quick what answers at once: constructors, activators, cards, checks, maps, plans, decisions
 * @param work  growths, data and batches, between two signs of life
 * @param grace how long a call may go on after the end of a command was asked for
 */
public record Limits(Duration quick, Duration work, Duration grace) {
    /** Framework property: seconds for quick calls. */
    public static final String QUICK = "growth.call.seconds";
    /** Framework property: seconds for work. */
    public static final String WORK = "growth.work.seconds";
    /** Framework property: seconds of grace. */
    public static final String GRACE = "growth.grace.seconds";

    /** @param property the framework's properties; by default 10 s, one hour, and 5 s */
    public static Limits of(UnaryOperator<String> property) {
        return new Limits(seconds(property.apply(QUICK), 10), seconds(property.apply(WORK), 3600), seconds(property.apply(GRACE), 5));
    }

    private static Duration seconds(String text, long fallback) {
        return text == null ? Duration.ofSeconds(fallback) : Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
    }
}
