package growth.study.account;

import java.util.List;

/**
 * Models of several sizes that are trained from scratch with the same compute (an iso-FLOP profile; Hoffmann et al., arXiv 2203.15556).
 *
 * @param points           the baseline and the references, smallest first
 * @param best             name of the arm with the lowest mean loss; empty without points
 * @param fittedParameters size at the minimum of a parabola over ln(parameters); NaN with fewer than three sizes or without a minimum
 *                         between them
 * @param fittedLoss       loss there
 */
public record Envelope(List<EnvelopePoint> points, String best, double fittedParameters, double fittedLoss) {
    public Envelope {
        points = List.copyOf(points);
    }

    /**
     * @param arm        name
     * @param role       as in the arm
     * @param parameters of the final model
     * @param loss       over seeds
     */
    public record EnvelopePoint(String arm, String role, long parameters, Spread loss) {
    }
}
