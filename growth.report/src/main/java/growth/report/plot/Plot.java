package growth.report.plot;

import java.util.List;

/** Something that can be drawn. */
public sealed interface Plot permits Plot.Chart, Plot.Forest, Plot.Bars {
    /** Returns what it says of itself. */
    Heading heading();

    /**
     * Series over two axes.
     *
     * @param rules vertical marks
     */
    record Chart(Heading heading, Axis x, Axis y, List<Series> series, List<Rule> rules) implements Plot {
        public Chart {
            series = series.stream().filter(Series::visible).toList();
            rules = List.copyOf(rules);
        }
    }

    /**
     * A vertical mark.
     *
     * @param x     where
     * @param label what happened there, in a few letters
     * @param words the same in full
     */
    record Rule(double x, String label, String words) {
    }

    /**
     * Estimates with their intervals below each other.
     *
     * @param x         their axis
     * @param reference what an interval is compared with
     */
    record Forest(Heading heading, Axis x, double reference, List<Estimate> rows) implements Plot {
        public Forest {
            rows = List.copyOf(rows);
        }
    }

    /**
     * A row of a forest plot.
     *
     * @param name  of what
     * @param tone  its colour
     * @param value the estimate
     * @param low   lower end of its interval; NaN without one
     * @param high  upper end of its interval; NaN without one
     * @param words the estimate in words
     */
    record Estimate(String name, Tone tone, double value, double low, double high, String words) {
    }

    /**
     * Bars made of parts, below each other.
     *
     * @param x     their axis, from zero
     * @param parts names of the parts
     */
    record Bars(Heading heading, Axis x, List<String> parts, List<Bar> rows) implements Plot {
        public Bars {
            parts = List.copyOf(parts);
            rows = List.copyOf(rows);
        }
    }

    /**
     * A bar.
     *
     * @param name   of what
     * @param values one per part
     * @param words  its whole in words
     */
    record Bar(String name, List<Double> values, String words) {
        public Bar {
            values = List.copyOf(values);
        }
    }
}
