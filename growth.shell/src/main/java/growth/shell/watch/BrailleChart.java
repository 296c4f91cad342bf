package growth.shell.watch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/**
 * A chart of text: curves in Braille patterns, of which a character holds two columns and four rows of dots; single points and vertical
 * marks as characters of their own.
 *
 * @param width  columns of the whole chart, labels included
 * @param height rows of the whole chart, the line of labels below included
 * @param x      words for a value of x
 */
record BrailleChart(int width, int height, DoubleFunction<String> x) {
    private static final int BLANK = 0x2800;
    private static final int ACROSS = 2;
    private static final int DOWN = 4;
    /** Bits of the dots, by row and column. */
    private static final int[][] DOTS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    private static final int LABEL = 8;
    private static final int LEAST = 4;

    /**
     * A curve.
     *
     * @param xs     ascending
     * @param ys     as many; what is not finite is left out
     * @param colour number of an ANSI colour, as 36 for cyan; 0 for none
     * @param mark   what is drawn at each point; blank for a line
     */
    record Curve(double[] xs, double[] ys, int colour, char mark) {
        /** Returns whether there is a point that can be drawn. */
        boolean visible() {
            return Arrays.stream(ys).anyMatch(Double::isFinite);
        }
    }

    /**
     * Returns the rows.
     *
     * @param curves  the later ones above the earlier
     * @param marks   where vertical lines stand
     * @param colours whether colours may be used
     */
    List<String> rows(List<Curve> curves, List<Double> marks, boolean colours) {
        int across = Math.max(LEAST, width - LABEL - 2);
        int down = Math.max(2, height - 1);
        List<Curve> drawn = curves.stream().filter(Curve::visible).toList();
        double[] xs = drawn.stream().flatMapToDouble(c -> DoubleStream.of(c.xs())).toArray();
        double[] ys = drawn.stream().flatMapToDouble(c -> DoubleStream.of(c.ys())).filter(Double::isFinite).toArray();
        Range horizontal = Range.of(xs);
        Range vertical = Range.of(ys);
        Grid grid = new Grid(across, down);
        marks.forEach(mark -> grid.vertical(horizontal.at(mark)));
        drawn.forEach(curve -> grid.draw(curve, horizontal, vertical));
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < down; row++) {
            boolean labelled = row == 0 || row == down - 1 || row == down / 2;
            double value = vertical.to - (vertical.to - vertical.from) * row / (down - 1);
            String label = labelled && ys.length > 0 ? label(value) : "";
            rows.add(" ".repeat(Math.max(0, LABEL - label.length())) + label + (labelled ? " ┤" : " │") + grid.row(row, colours));
        }
        String left = xs.length == 0 ? "" : x.apply(horizontal.from);
        String right = xs.length == 0 ? "" : x.apply(horizontal.to);
        rows.add(" ".repeat(LABEL + 2) + left + " ".repeat(Math.max(1, across - left.length() - right.length())) + right);
        return rows;
    }

    private static String label(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size < 1000 ? "%.3f" : size < 1e6 ? "%.0f" : "%.1e", value);
    }

    /** From the least to the largest of some values. */
    private record Range(double from, double to) {
        static Range of(double[] values) {
            double least = Arrays.stream(values).min().orElse(0);
            double most = Arrays.stream(values).max().orElse(1);
            return most > least ? new Range(least, most) : new Range(least - 0.5, most + 0.5);
        }

        /** Returns where a value lies, from 0 to 1. */
        double at(double value) {
            return (value - from) / (to - from);
        }
    }

    /** The cells between the labels. */
    private static final class Grid {
        private final int across;
        private final int down;
        private final int[][] dots;
        private final char[][] marks;
        private final int[][] colour;

        Grid(int across, int down) {
            this.across = across;
            this.down = down;
            dots = new int[down][across];
            marks = new char[down][across];
            colour = new int[down][across];
        }

        void vertical(double share) {
            if (share >= 0 && share <= 1) {
                int column = (int) Math.round(share * (across - 1));
                for (char[] row : marks) {
                    row[column] = '┊';
                }
            }
        }

        void draw(Curve curve, Range horizontal, Range vertical) {
            int fromX = -1;
            int fromY = -1;
            for (int i = 0; i < curve.xs().length; i++) {
                if (!Double.isFinite(curve.ys()[i])) {
                    fromX = -1;
                    continue;
                }
                int toX = (int) Math.round(horizontal.at(curve.xs()[i]) * (across * ACROSS - 1));
                int toY = (int) Math.round((1 - vertical.at(curve.ys()[i])) * (down * DOWN - 1));
                if (curve.mark() != ' ') {
                    marks[toY / DOWN][toX / ACROSS] = curve.mark();
                    colour[toY / DOWN][toX / ACROSS] = curve.colour();
                } else {
                    line(fromX < 0 ? toX : fromX, fromX < 0 ? toY : fromY, toX, toY, curve.colour());
                }
                fromX = toX;
                fromY = toY;
            }
        }

        private void line(int fromX, int fromY, int toX, int toY, int paint) {
            int steps = Math.max(1, Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY)));
            for (int i = 0; i <= steps; i++) {
                int x = fromX + Math.round((toX - fromX) * (float) i / steps);
                int y = fromY + Math.round((toY - fromY) * (float) i / steps);
                dots[y / DOWN][x / ACROSS] |= DOTS[y % DOWN][x % ACROSS];
                colour[y / DOWN][x / ACROSS] = paint;
            }
        }

        String row(int row, boolean colours) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < across; column++) {
                char drawn = marks[row][column] == '┊' && dots[row][column] != 0 ? (char) (BLANK + dots[row][column])
                        : marks[row][column] != 0 ? marks[row][column]
                        : dots[row][column] != 0 ? (char) (BLANK + dots[row][column]) : ' ';
                boolean painted = colours && colour[row][column] != 0 && drawn != ' ' && drawn != '┊';
                text.append(painted ? "\u001b[" + colour[row][column] + "m" + drawn + "\u001b[0m" : String.valueOf(drawn));
            }
            return text.toString().stripTrailing();
        }
    }
}
