package growth.data.shapes;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The classes; none becomes another when it is turned or squeezed. Each is given by signed distances to the outline, negative within (the
 * largest of distances to lines, which is exact next to edges and good enough for smoothing them), in coordinates in which the shape
 * reaches about 1 from its centre.
 */
enum Shape {
    CIRCLE {
        @Override
        double distance(double x, double y) {
            return Math.sqrt(x * x + y * y) - 0.9;
        }
    },
    CRESCENT {
        @Override
        double distance(double x, double y) {
            double bite = x - 0.5;
            return Math.max(Math.sqrt(x * x + y * y) - 1, 0.8 - Math.sqrt(bite * bite + y * y));
        }
    },
    CROSS {
        @Override
        double distance(double x, double y) {
            return Math.min(box(x, y, 1, 0.32), box(x, y, 0.32, 1));
        }
    },
    ELL {
        @Override
        double distance(double x, double y) {
            return Math.min(box(x + 0.45, y, 0.33, 0.95), box(x, y - 0.63, 0.78, 0.32));
        }
    },
    FRAME {
        @Override
        double distance(double x, double y) {
            return Math.abs(box(x, y, 0.64, 0.64)) - 0.18;
        }
    },
    HEXAGON {
        @Override
        double distance(double x, double y) {
            double a = Math.abs(x);
            double b = Math.abs(y);
            return Math.max(b, a * HALF_ROOT_3 + b * 0.5) - 0.85;
        }
    },
    RING {
        @Override
        double distance(double x, double y) {
            return Math.abs(Math.sqrt(x * x + y * y) - 0.74) - 0.2;
        }
    },
    SQUARE {
        @Override
        double distance(double x, double y) {
            return box(x, y, 0.76, 0.76);
        }
    },
    STAR {
        /** A pentagram: within is what lies on the inner side of at least four of its five lines. */
        @Override
        double distance(double x, double y) {
            double[] lines = new double[POINTS];
            for (int i = 0; i < POINTS; i++) {
                lines[i] = x * STAR_X[i] + y * STAR_Y[i] - 0.34;
            }
            Arrays.sort(lines);
            return lines[POINTS - 2];
        }
    },
    TRIANGLE {
        @Override
        double distance(double x, double y) {
            return Math.max(y, Math.abs(x) * HALF_ROOT_3 - y * 0.5) - 0.5;
        }
    };

    private static final double HALF_ROOT_3 = 0.8660254037844386;
    private static final int POINTS = 5;
    /** Cosines and sines of multiples of 72 degrees. */
    private static final double[] STAR_X = {1, 0.30901699437494745, -0.8090169943749475, -0.8090169943749475, 0.30901699437494745};
    private static final double[] STAR_Y = {0, 0.9510565162951535, 0.5877852522924731, -0.5877852522924731, -0.9510565162951535};

    /** Returns the distance to the outline, negative inside. */
    abstract double distance(double x, double y);

    /** Returns the names, in the order of labels. */
    static List<String> names() {
        return Arrays.stream(values()).map(shape -> shape.name().toLowerCase(Locale.ROOT)).toList();
    }

    /** Returns the distance to a rectangle of that half width and half height around the origin. */
    static double box(double x, double y, double width, double height) {
        return Math.max(Math.abs(x) - width, Math.abs(y) - height);
    }
}
