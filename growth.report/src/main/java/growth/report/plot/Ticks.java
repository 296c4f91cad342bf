package growth.report.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Round values at which an axis is marked. */
final class Ticks {
    private static final double[] LINEAR = {1, 2, 2.5, 5, 10};
    private static final int[][] LOGARITHMIC = {{1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 3, 5}, {1, 2, 5}, {1, 3}, {1}};

    private Ticks() {
    }

    /**
     * Returns round values on the axis.
     *
     * @param unit what the axis is written in: values are round in it
     * @param most how many there may be
     */
    static List<Double> of(Scale scale, Quantity.Unit unit, int most) {
        return scale.kind() == Scale.Kind.LOG ? logarithmic(scale, most) : linear(scale, unit.divisor(), most);
    }

    /** Returns the distance of marks: 1, 2, 2.5 or 5 times a power of ten. */
    static double step(double length, int most) {
        double power = Math.pow(10, Math.floor(Math.log10(length / most)));
        for (double factor : LINEAR) {
            if (length / (power * factor) <= most + 1e-9) {
                return power * factor;
            }
        }
        return power * 10;
    }

    private static List<Double> linear(Scale scale, double divisor, int most) {
        double step = step((scale.high() - scale.low()) / divisor, Math.max(1, most - 1));
        List<Double> ticks = new ArrayList<>();
        // Multiples of the step in decimals, as 3 * 0.1 is not 0.3 in binary.
        BigDecimal exact = BigDecimal.valueOf(step);
        for (long i = (long) Math.ceil(scale.low() / divisor / step - 1e-9); i * step <= scale.high() / divisor * (1 + 1e-12) + step * 1e-9;
                i++) {
            ticks.add(exact.multiply(BigDecimal.valueOf(i)).doubleValue() * divisor);
        }
        return ticks;
    }

    private static List<Double> logarithmic(Scale scale, int most) {
        List<Double> ticks = List.of();
        for (int[] digits : LOGARITHMIC) {
            ticks = decades(scale, digits, 1);
            if (ticks.size() <= most) {
                // Less than half a decade has no marks of the kind 1, 2, 5 to speak of.
                return ticks.size() >= 3 ? ticks : linear(scale, 1, most);
            }
        }
        for (int every = 2; ticks.size() > most; every++) {
            ticks = decades(scale, new int[] {1}, every);
        }
        return ticks;
    }

    private static List<Double> decades(Scale scale, int[] digits, int every) {
        List<Double> ticks = new ArrayList<>();
        int first = Math.floorDiv((int) Math.floor(Math.log10(scale.low())), every) * every;
        for (int power = first; power <= Math.ceil(Math.log10(scale.high())); power += every) {
            for (int digit : digits) {
                double tick = new BigDecimal(digit).scaleByPowerOfTen(power).doubleValue();
                if (scale.holds(tick)) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    /** Returns the texts of ticks, all with as many decimals as the finest needs. */
    static List<String> labels(List<Double> ticks, Quantity.Unit unit) {
        List<BigDecimal> values = ticks.stream().map(t -> new BigDecimal(Quantity.digits(t / unit.divisor(), 6))).toList();
        double largest = values.stream().mapToDouble(v -> Math.abs(v.doubleValue())).max().orElse(0);
        boolean even = values.stream().filter(v -> v.signum() != 0).allMatch(v -> Math.abs(v.doubleValue()) * 100 >= largest);
        int decimals = values.stream().mapToInt(v -> Math.max(0, v.scale())).max().orElse(0);
        return values.stream().map(v -> even ? v.setScale(decimals, RoundingMode.HALF_EVEN).toPlainString() : v.toPlainString())
                .map(text -> text.replaceFirst("^-(?=.*[1-9])", "−").replaceFirst("^-", "")).toList();
    }
}
