package growth.data.shapes;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A description of an image: what is where, in which colour. Places and lengths are shares of the image's side, so that a scene can be
 * painted at any size; colours are red, green and blue, 0 to 1. {@link Random} and {@link StrictMath} are specified to the bit, so that a
 * seed gives the same scene on every machine.
 *
 * @param shape      what is to be recognised
 * @param figure     where it is, and its colour
 * @param background colours at the crossings of a coarse net, {@code [NET, NET, 3]}
 * @param bars       stripes that cover a part of it
 * @param noise      how far the colours of single pixels are off
 * @param noiseSeed  decides that
 */
record Scene(Shape shape, Figure figure, double[] background, List<Figure> bars, double noise, long noiseSeed) {
    /** Lines of the background's net. */
    static final int NET = 5;
    private static final double LEAST_CONTRAST = 0.25;
    private static final int MOST_BARS = 4;
    /** How much of the range between black and white the colours of the easiest scenes have. */
    private static final double EASY_RANGE = 0.3;
    private static final double SMALLEST = 0.15;
    private static final double LARGEST = 0.44;
    private static final double LEAST_NOISE = 0.02;
    private static final double MOST_NOISE = 0.28;

    /**
     * A place with a turn.
     *
     * @param x      centre, from the left
     * @param y      centre, from the top
     * @param width  what is 1 to the shape's left and right
     * @param height what is 1 to its top and bottom
     * @param cosine of the turn
     * @param sine   of the turn
     * @param colour red, green and blue
     */
    record Figure(double x, double y, double width, double height, double cosine, double sine, double[] colour) {
        /** Returns the coordinate along the turned width, in widths. */
        double across(double px, double py) {
            return ((px - x) * cosine + (py - y) * sine) / width;
        }

        /** Returns the coordinate along the turned height, in heights. */
        double along(double px, double py) {
            return ((py - y) * cosine - (px - x) * sine) / height;
        }
    }

    /**
     * The scene of a seed. Scenes are of all degrees of hardness between 0 and 1, evenly: from an upright, large, bright shape in the
     * middle of a dark, even ground to one of any colour, place, size and turn on a restless, noisy ground behind bars. So a model
     * learns something soon and has something left to learn for long.
     */
    static Scene of(long seed) {
        Random random = new Random(seed);
        Shape shape = Shape.values()[random.nextInt(Shape.values().length)];
        double hardness = random.nextDouble();
        double free = EASY_RANGE + (1 - EASY_RANGE) * hardness;
        double[] base = colour(random, 0, free);
        double[] background = background(base, hardness, random);
        double[] colour;
        do {
            colour = colour(random, 1 - free, free);
        } while (contrast(base, colour) < LEAST_CONTRAST);
        double radius = between(LARGEST - (LARGEST - SMALLEST) * hardness, LARGEST, random);
        double squeeze = between(1 - hardness / 4, 1, random);
        double room = hardness * Math.max(0, 0.5 - 0.9 * radius);
        double x = between(0.5 - room, 0.5 + room, random);
        double y = between(0.5 - room, 0.5 + room, random);
        Figure figure = turned(x, y, radius, radius * squeeze, colour, hardness, random);
        List<Figure> bars = new ArrayList<>();
        for (int i = (int) (hardness * random.nextInt(MOST_BARS + 1)); i > 0; i--) {
            bars.add(turned(random.nextDouble(), random.nextDouble(), between(0.2, 0.7, random), between(0.01, 0.035, random),
                    colour(random, 0, 1), 1, random));
        }
        return new Scene(shape, figure, background, bars, between(LEAST_NOISE, LEAST_NOISE + MOST_NOISE * hardness, random),
                random.nextLong());
    }

    /** Turns a figure at random, by up to that share of a half turn to either side. */
    private static Figure turned(double x, double y, double width, double height, double[] colour, double freedom, Random random) {
        double angle = freedom * Math.PI * (2 * random.nextDouble() - 1);
        return new Figure(x, y, width, height, StrictMath.cos(angle), StrictMath.sin(angle), colour);
    }

    private static double[] background(double[] base, double hardness, Random random) {
        double unrest = between(0, hardness / 2, random);
        double[] net = new double[NET * NET * base.length];
        for (int i = 0; i < net.length; i++) {
            net[i] = base[i % base.length] + unrest * (random.nextDouble() - 0.5);
        }
        return net;
    }

    private static double[] colour(Random random, double least, double range) {
        return new double[] {least + range * random.nextDouble(), least + range * random.nextDouble(),
            least + range * random.nextDouble()};
    }

    private static double contrast(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    private static double between(double least, double most, Random random) {
        return least + (most - least) * random.nextDouble();
    }
}
