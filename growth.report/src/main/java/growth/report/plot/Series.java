package growth.report.plot;

import java.util.List;

/**
 * What is drawn in one tone under one name.
 *
 * @param name  the name in the legend
 * @param tone  its colour
 * @param style how it is drawn
 * @param spots its points by rising x
 */
public record Series(String name, Tone tone, Style style, List<Spot> spots) {
    /** How a series is drawn. */
    public enum Style {
        /** A line. */
        LINE,
        /** A line with its points. */
        MARKED,
        /** A thin, pale line behind the others. */
        FAINT,
        /** A staircase: each value holds until the next point. */
        STEPS,
        /** Points alone. */
        POINTS,
        /** Triangles, for events on a line of the same tone. */
        EVENTS
    }

    public Series {
        spots = List.copyOf(spots);
    }

    /** Returns whether something can be drawn. */
    public boolean visible() {
        return spots.stream().anyMatch(Spot::drawn);
    }

    Series with(List<Spot> others) {
        return new Series(name, tone, style, others);
    }
}
