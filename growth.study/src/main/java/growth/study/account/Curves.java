package growth.study.account;

import growth.study.account.RunResult.CurvePoint;
import growth.study.statistics.Sample;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads validation curves between evaluations. Between two evaluations loss is taken as a straight line over the logarithm of what was
 * spent: curves of the form a + b·C^(−c) with a small c are almost that, and bend much more over C itself. For such a curve the place is
 * found too late, by about c times the distance between this place and the one on a straight line over C ({@link #error}); two arms that
 * are evaluated equally often err in the same direction, so their ratio errs by less.
 *
 * <p>A loss is reached where a curve first gets down to it. The best point of a curve is never looked for: final losses are those at the
 * fixed end.
 */
final class Curves {
    private Curves() {
    }

    /**
     * Returns what was spent when the curve first got down to the loss: infinity if it never does; the place of the first evaluation if it
     * was there already.
     */
    static double reach(List<CurvePoint> curve, Axis axis, double loss) {
        return reach(curve, axis, loss, true);
    }

    /**
     * Returns how far apart, as a difference of logarithms, are the places found by straight lines over the logarithm and over the axis
     * itself: more than the error of the former for any curve a + b·C^(−c) with c below 1. 0 where nothing is interpolated.
     */
    static double error(List<CurvePoint> curve, Axis axis, double loss) {
        double place = reach(curve, axis, loss, true);
        return Double.isFinite(place) && place > 0 ? Math.abs(Math.log(reach(curve, axis, loss, false) / place)) : 0;
    }

    private static double reach(List<CurvePoint> curve, Axis axis, double loss, boolean logarithm) {
        for (int i = 0; i < curve.size(); i++) {
            if (curve.get(i).loss() <= loss) {
                double here = curve.get(i).at().on(axis);
                if (i == 0) {
                    return here;
                }
                double before = curve.get(i - 1).at().on(axis);
                double part = (curve.get(i - 1).loss() - loss) / (curve.get(i - 1).loss() - curve.get(i).loss());
                return logarithm && before > 0 ? before * Math.pow(here / before, part) : before + part * (here - before);
            }
        }
        return Double.isNaN(loss) ? Double.NaN : Double.POSITIVE_INFINITY;
    }

    /** Returns the loss where that much was spent; NaN outside the curve. */
    static double loss(List<CurvePoint> curve, Axis axis, double place) {
        for (int i = 0; i < curve.size(); i++) {
            double here = curve.get(i).at().on(axis);
            if (here == place) {
                return curve.get(i).loss();
            }
            if (here > place) {
                if (i == 0) {
                    return Double.NaN;
                }
                double before = curve.get(i - 1).at().on(axis);
                double part = before > 0 ? Math.log(place / before) / Math.log(here / before) : (place - before) / (here - before);
                return curve.get(i - 1).loss() + part * (curve.get(i).loss() - curve.get(i - 1).loss());
            }
        }
        return Double.NaN;
    }

    /** Returns mean and range of the curves along an axis, from where all have begun to where the first one ends. */
    static ArmResult.Band band(List<List<CurvePoint>> all, Axis axis) {
        List<List<CurvePoint>> curves = all.stream().filter(c -> !c.isEmpty()).toList();
        double begin = curves.stream().mapToDouble(c -> c.get(0).at().on(axis)).max().orElse(Double.NaN);
        double end = curves.stream().mapToDouble(c -> c.get(c.size() - 1).at().on(axis)).min().orElse(Double.NaN);
        List<Double> places = new ArrayList<>();
        if (begin <= end) {
            places.add(begin);
            curves.get(0).stream().mapToDouble(p -> p.at().on(axis)).filter(x -> x > begin && x < end).forEach(places::add);
            if (end > begin) {
                places.add(end);
            }
        }
        return new ArmResult.Band(axis, places.stream().map(x -> {
            double[] losses = curves.stream().mapToDouble(c -> loss(c, axis, x)).toArray();
            Spread spread = Spreads.of(losses);
            return new ArmResult.BandPoint(x, Sample.mean(losses), spread.low(), spread.high());
        }).toList());
    }
}
