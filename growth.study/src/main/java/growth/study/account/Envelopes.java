package growth.study.account;

import growth.study.account.Envelope.EnvelopePoint;
import growth.study.statistics.Parabola;
import java.util.Comparator;
import java.util.List;

/** Finds the best size from scratch at the study's budget. */
final class Envelopes {
    private static final int FEWEST = 3;

    private Envelopes() {
    }

    /** @param sizes the baseline and the references */
    static Envelope of(List<ArmResult> sizes) {
        List<EnvelopePoint> points = sizes.stream().filter(arm -> arm.loss() != null && arm.loss().count() > 0)
                .map(arm -> new EnvelopePoint(arm.name(), arm.role(), parameters(arm), arm.loss()))
                .sorted(Comparator.comparingLong(EnvelopePoint::parameters)).toList();
        if (points.size() < 2) {
            return new Envelope(List.of(), "", Double.NaN, Double.NaN);
        }
        EnvelopePoint best = points.stream().min(Comparator.comparingDouble(p -> p.loss().mean())).orElseThrow();
        List<EnvelopePoint> finite = points.stream().filter(p -> Double.isFinite(p.loss().mean())).toList();
        double[] x = finite.stream().mapToDouble(p -> Math.log(p.parameters())).toArray();
        double[] y = finite.stream().mapToDouble(p -> p.loss().mean()).toArray();
        if (finite.stream().mapToLong(EnvelopePoint::parameters).distinct().count() < FEWEST) {
            return new Envelope(points, best.arm(), Double.NaN, Double.NaN);
        }
        Parabola parabola = Parabola.through(x, y);
        double lowest = parabola.lowest();
        boolean between = lowest >= x[0] && lowest <= x[x.length - 1];
        return new Envelope(points, best.arm(), between ? Math.exp(lowest) : Double.NaN, between ? parabola.at(lowest) : Double.NaN);
    }

    /** Returns the size of an arm's final model; 0 if no run tells. */
    static long parameters(ArmResult arm) {
        return arm.runs().stream().filter(run -> !run.stages().isEmpty())
                .mapToLong(run -> run.stages().get(run.stages().size() - 1).parameters()).findFirst().orElse(0);
    }
}
