package growth.study.account;

import growth.study.statistics.Interval;
import java.util.List;

/**
 * A suite's score against validation loss, over the checkpoints of all arms: at equal loss, the vertical distance tells what loss does not
 * (Saunshi et al., MIDAS, arXiv 2409.19044).
 *
 * @param measure   name of the score
 * @param curves    one an arm
 * @param distances from the baseline, one for each other arm
 */
public record Isoplot(String measure, List<IsoCurve> curves, List<IsoDistance> distances) {
    public Isoplot {
        curves = List.copyOf(curves);
        distances = List.copyOf(distances);
    }

    /**
     * @param arm    name
     * @param points of all seeds
     */
    public record IsoCurve(String arm, List<IsoPoint> points) {
        public IsoCurve {
            points = List.copyOf(points);
        }
    }

    /**
     * @param seed  of the run
     * @param loss  validation loss at the checkpoint
     * @param score there
     */
    public record IsoPoint(long seed, double loss, double score) {
    }

    /**
     * @param arm      name
     * @param distance score of the arm minus the baseline's at the same losses, mean over the losses that both have and over seeds
     * @param interval over seeds
     */
    public record IsoDistance(String arm, double distance, Interval interval) {
    }
}
