package growth.ops.lossless;

import growth.api.TrainingTime;
import growth.api.training.Progress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Measures the slope of the losses over the last stretch of training, by least squares over every step. It keeps the stretch as twenty
 * parts, and of each only sums. The oldest part is dropped when a new one begins. The slope is known at the first step of each part, once
 * twenty are complete.
 */
final class SlopeWindow {
    private static final int PARTS = 20;
    private static final String LENGTH = "window";
    private static final String ORIGIN = "origin";
    private static final String SUMS = "sums";
    private final TrainingTime length;
    private final Deque<Part> parts = new ArrayDeque<>();
    private double beginning = Double.NaN;
    private double reference;

    /**
     * @param length of the window, in the unit of the times; above 0, and not a share of the run, which may be made longer
     */
    SlopeWindow(TrainingTime length) {
        this.length = length;
    }

    /**
     * Sums over the steps of one part.
     *
     * @param index number of the part since the beginning
     * @param n     steps
     * @param x     sum of x, relative to the first x of all
     * @param y     sum of losses
     * @param xx    sum of x²
     * @param xy    sum of x · loss
     */
    private record Part(long index, double n, double x, double y, double xx, double xy) {

        static Part empty(long index) {
            return new Part(index, 0, 0, 0, 0, 0);
        }

        Part plus(Part o) {
            return new Part(index, n + o.n, x + o.x, y + o.y, xx + o.xx, xy + o.xy);
        }

        @Override
        public String toString() {
            return index + " " + n + " " + x + " " + y + " " + xx + " " + xy;
        }

        static Part parse(String text) {
            double[] v = Arrays.stream(text.split(" ")).skip(1).mapToDouble(Double::parseDouble).toArray();
            return new Part(Long.parseLong(text.substring(0, text.indexOf(' '))), v[0], v[1], v[2], v[3], v[4]);
        }
    }

    /**
     * @param now  when the step ended; later than that of the step before
     * @param x    the variable against which the slope is taken
     * @param loss of the step
     */
    void add(Progress now, double x, double loss) {
        double time = now.in(length.unit());
        if (Double.isNaN(beginning)) {
            beginning = time;
            reference = x;
        }
        long index = (long) Math.floor((time - beginning) / length.value() * PARTS);
        double d = x - reference;
        Part point = new Part(index, 1, d, loss, d * d, d * loss);
        parts.addLast(!parts.isEmpty() && parts.getLast().index == index ? parts.removeLast().plus(point) : point);
        while (parts.getFirst().index < index - PARTS) {
            parts.removeFirst();
        }
    }

    /** Returns the slope over the window, d loss / d x, if it is known at this step. */
    OptionalDouble slope() {
        if (parts.isEmpty() || parts.getLast().n != 1 || parts.getLast().index < PARTS) {
            return OptionalDouble.empty();
        }
        Part sum = parts.stream().limit(parts.size() - 1L).reduce(Part.empty(0), Part::plus);
        double spread = sum.n * sum.xx - sum.x * sum.x;
        return sum.n >= 2 && spread > 0 ? OptionalDouble.of((sum.n * sum.xy - sum.x * sum.y) / spread) : OptionalDouble.empty();
    }

    /** Returns whether a step was added. */
    boolean begun() {
        return !parts.isEmpty();
    }

    /** Returns what {@link #restore} needs, as texts. */
    Map<String, String> save() {
        return Map.of(LENGTH, length.toString(), ORIGIN, beginning + " " + reference,
                SUMS, parts.stream().map(Part::toString).collect(Collectors.joining(",")));
    }

    /** Returns the saved window at its saved length; its next sums are the same to the last bit. */
    static SlopeWindow restore(Map<String, String> saved) {
        SlopeWindow window = new SlopeWindow(TrainingTime.parse(saved.get(LENGTH)));
        String[] origin = saved.get(ORIGIN).split(" ");
        window.beginning = Double.parseDouble(origin[0]);
        window.reference = Double.parseDouble(origin[1]);
        Arrays.stream(saved.get(SUMS).split(",")).filter(text -> !text.isEmpty()).forEach(text -> window.parts.addLast(Part.parse(text)));
        return window;
    }
}
