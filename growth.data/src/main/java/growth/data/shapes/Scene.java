package growth.data.shapes;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * An image in words: what is where in which colour. Places and lengths are shares of the image's side, so that a scene can be painted at
 * any size; colours are red, green and blue, 0 to 1. {@link Random} and {@link StrictMath} are specified to the bit, so that a seed gives
 * the same scene on every machine.
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
    /** How much lighter than the ground the shape is at least; with any colour on any other, learning begins much later. */
    private static final double LEAST_CONTRAST = 0.25;
    private static final double MOST_TURN = Math.PI / 6;
    private static final int MOST_BARS = 2;

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
        /** @return the coordinate along the turned width, in widths */
        double across(double px, double py) {
            return ((px - x) * cosine + (py - y) * sine) / width;
        }

        /** @return the coordinate along the turned height, in heights */
        double along(double px, double py) {
            return ((py - y) * cosine - (px - x) * sine) / height;
        }
    }

    /** @return the scene of a seed */
    static Scene of(long seed) {
        Random random = new Random(seed);
        Shape shape = Shape.values()[random.nextInt(Shape.values().length)];
        double[] base = darker(colour(random));
        double[] background = background(base, random);
        double[] colour;
        do {
            colour = colour(random);
        } while (lightness(colour) - lightness(base) < LEAST_CONTRAST);
        double radius = between(0.2, 0.44, random);
        double squeeze = between(0.75, 1, random);
        double x = between(0.9 * radius, 1 - 0.9 * radius, random);
        double y = between(0.9 * radius, 1 - 0.9 * radius, random);
        Figure figure = turned(x, y, radius, radius * squeeze, between(-MOST_TURN, MOST_TURN, random), colour);
        List<Figure> bars = new ArrayList<>();
        for (int i = random.nextInt(MOST_BARS + 1); i > 0; i--) {
            bars.add(turned(random.nextDouble(), random.nextDouble(), between(0.2, 0.7, random), between(0.01, 0.035, random),
                    between(0, 2 * Math.PI, random), colour(random)));
        }
        return new Scene(shape, figure, background, bars, between(0, 0.2, random), random.nextLong());
    }

    private static Figure turned(double x, double y, double width, double height, double angle, double[] colour) {
        return new Figure(x, y, width, height, StrictMath.cos(angle), StrictMath.sin(angle), colour);
    }

    private static double[] background(double[] base, Random random) {
        double unrest = between(0, 0.4, random);
        double[] net = new double[NET * NET * base.length];
        for (int i = 0; i < net.length; i++) {
            net[i] = base[i % base.length] + unrest * (random.nextDouble() - 0.5);
        }
        return net;
    }

    private static double[] colour(Random random) {
        return new double[] {random.nextDouble(), random.nextDouble(), random.nextDouble()};
    }

    /** Leaves room for a shape that is lighter. */
    private static double[] darker(double[] colour) {
        for (int i = 0; i < colour.length; i++) {
            colour[i] *= 0.6;
        }
        return colour;
    }

    private static double lightness(double[] colour) {
        return (colour[0] + colour[1] + colour[2]) / colour.length;
    }

    private static double between(double least, double most, Random random) {
        return least + (most - least) * random.nextDouble();
    }
}
