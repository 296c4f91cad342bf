package growth.study.account;

import growth.study.statistics.Sample;
import java.util.Arrays;

/** Describes a quantity over seeds. */
final class Spreads {
    private Spreads() {
    }

    /** Returns the spread of the values that are known. */
    static Spread of(double... values) {
        double[] known = Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
        double deviation = Sample.finite(known) ? Sample.deviation(known) : Double.NaN;
        return new Spread(Sample.mean(known), Sample.median(known), deviation, Arrays.stream(known).min().orElse(Double.NaN),
                Arrays.stream(known).max().orElse(Double.NaN), known.length);
    }
}
