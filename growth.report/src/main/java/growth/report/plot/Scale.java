package growth.report.plot;

import java.util.stream.DoubleStream;

/**
 * Where values lie on an axis.
 *
 * @param kind linear or logarithmic
 * @param low  smallest value
 * @param high largest value
 * @param from place of the smallest value
 * @param to   place of the largest value
 */
public record Scale(Kind kind, double low, double high, double from, double to) {
    /** How values are spread. */
    public enum Kind { LINEAR, LOG }

    public Scale {
        if (!(low < high) || kind == Kind.LOG && !(low > 0)) {
            throw new IllegalArgumentException("axis from " + low + " to " + high);
        }
    }

    /**
     * Returns a scale on which all these values lie; an axis of no length is widened.
     *
     * @param values some may be infinite or NaN, and on a logarithmic axis not positive: they count for nothing
     */
    static Scale over(Kind kind, DoubleStream values, double from, double to) {
        double[] usable = values.filter(v -> Double.isFinite(v) && (kind == Kind.LINEAR || v > 0)).toArray();
        if (usable.length == 0) {
            return new Scale(kind, kind == Kind.LOG ? 1 : 0, kind == Kind.LOG ? 10 : 1, from, to);
        }
        double low = DoubleStream.of(usable).min().orElseThrow();
        double high = DoubleStream.of(usable).max().orElseThrow();
        if (kind == Kind.LOG) {
            return high / low > 1 + 1e-9 ? new Scale(kind, low, high, from, to) : new Scale(kind, low / 2, low * 2, from, to);
        }
        double least = Math.max(Math.abs(high), Math.abs(low)) * 1e-9;
        double widened = low == 0 && high == 0 ? 1 : Math.abs(high) * 0.05;
        return high - low > least ? new Scale(kind, low, high, from, to) : new Scale(kind, low - widened, high + widened, from, to);
    }

    /** Returns the place of a value; beyond the axis for values beyond it. */
    double at(double value) {
        double share = kind == Kind.LOG ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
        return from + share * (to - from);
    }

    /** Returns whether the value lies on the axis. */
    boolean holds(double value) {
        double slack = kind == Kind.LOG ? 0 : 1e-9 * (high - low);
        return value >= low - slack && value <= high * (kind == Kind.LOG ? 1 + 1e-9 : 1) + slack;
    }

    /** Returns the same scale between other values. */
    Scale between(double lowest, double highest) {
        return new Scale(kind, lowest, highest, from, to);
    }
}
