package growth.report.plot;

import java.util.OptionalDouble;

/**
 * An axis.
 *
 * @param quantity what it counts
 * @param kind     linear or logarithmic
 * @param top      where it ends although values lie beyond; empty if it holds all
 * @param zero     whether it begins at zero
 */
public record Axis(Quantity quantity, Scale.Kind kind, OptionalDouble top, boolean zero) {
    /** A linear axis as long as its values need. */
    public static Axis linear(Quantity quantity) {
        return new Axis(quantity, Scale.Kind.LINEAR, OptionalDouble.empty(), false);
    }

    /** A logarithmic axis as long as its values need. */
    public static Axis log(Quantity quantity) {
        return new Axis(quantity, Scale.Kind.LOG, OptionalDouble.empty(), false);
    }

    /** A linear axis that begins at zero. */
    public static Axis fromZero(Quantity quantity) {
        return new Axis(quantity, Scale.Kind.LINEAR, OptionalDouble.empty(), true);
    }

    /** Returns the axis cut off at that value. */
    public Axis to(double highest) {
        return new Axis(quantity, kind, OptionalDouble.of(highest), zero);
    }
}
