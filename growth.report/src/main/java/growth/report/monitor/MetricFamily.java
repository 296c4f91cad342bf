package growth.report.monitor;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A metric with its samples, in the text format of OpenMetrics 1.0.
 *
 * @param name    its name, which ends in its unit
 * @param type    its type
 * @param unit    its unit; empty if it has none that the standard knows
 * @param help    what it is
 * @param samples its values; NaN, which is what nobody knows, among them is left out
 */
record MetricFamily(String name, Type type, String unit, String help, List<Sample> samples) {
    private static final double EXACT = 1e15;

    MetricFamily {
        samples = samples.stream().filter(sample -> !Double.isNaN(sample.value())).toList();
    }

    /** What kind of values it has. */
    enum Type {
        /** A value that goes up and down. */
        GAUGE(""),
        /** A value that only rises. */
        COUNTER("_total"),
        /** What stays as it is, in labels. */
        INFO("_info"),
        /** States, some of which hold; the label of a state is called like the metric. */
        STATESET("");

        private final String suffix;

        Type(String suffix) {
            this.suffix = suffix;
        }
    }

    /**
     * A value.
     *
     * @param labels what it belongs to, in order
     * @param value  the value
     */
    record Sample(Map<String, String> labels, double value) {
    }

    /** Writes the family; nothing if no value is known. */
    void write(StringBuilder text) {
        if (samples.isEmpty()) {
            return;
        }
        text.append("# TYPE ").append(name).append(' ').append(type.name().toLowerCase(Locale.ROOT)).append('\n');
        if (!unit.isEmpty()) {
            text.append("# UNIT ").append(name).append(' ').append(unit).append('\n');
        }
        text.append("# HELP ").append(name).append(' ').append(escaped(help)).append('\n');
        for (Sample sample : samples) {
            text.append(name).append(type.suffix);
            char before = '{';
            for (Map.Entry<String, String> label : sample.labels().entrySet()) {
                text.append(before).append(label.getKey()).append("=\"").append(escaped(label.getValue())).append('"');
                before = ',';
            }
            text.append(sample.labels().isEmpty() ? " " : "} ").append(number(sample.value())).append('\n');
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return value == Math.rint(value) && Math.abs(value) < EXACT ? Long.toString((long) value)
                : Double.toString(value).replace('E', 'e');
    }
}
