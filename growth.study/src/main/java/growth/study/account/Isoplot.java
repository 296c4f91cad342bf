package growth.study.account;

import growth.study.statistics.Interval;
import growth.study.statistics.Line;
import java.util.List;

/**
 * A suite's score against validation loss, over the evaluations of all arms: at equal loss, the vertical distance tells what loss does not
 * (Saunshi et al. 2024, MIDAS, arXiv 2409.19044; 2025, arXiv 2502.17416, which fits a line to each arm).
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

        /** Returns the line through the points of all seeds, score over loss, by least squares; NaN without two different losses. */
        public Line line() {
            return line(points);
        }

        /** Returns the line through some points. */
        static Line line(List<IsoPoint> points) {
            return Line.through(points.stream().mapToDouble(IsoPoint::loss).toArray(),
                    points.stream().mapToDouble(IsoPoint::score).toArray());
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
     * @param distance score of the arm minus the baseline's at equal loss: the distance of the lines through the evaluations of each seed,
     *                 mean over the losses that both have reached and over seeds
     * @param interval over seeds
     */
    public record IsoDistance(String arm, double distance, Interval interval) {
    }
}
