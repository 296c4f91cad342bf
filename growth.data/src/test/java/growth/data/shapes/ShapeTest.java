package growth.data.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShapeTest {
    private static final double STEP = 0.005;
    private static final double REACH = 1.25;

    private static double area(Shape shape) {
        double area = 0;
        for (double x = -REACH; x < REACH; x += STEP) {
            for (double y = -REACH; y < REACH; y += STEP) {
                area += shape.distance(x, y) < 0 ? STEP * STEP : 0;
            }
        }
        return area;
    }

    @Test
    void areasAreThoseOfTheFigures() {
        Map<Shape, Double> areas = new EnumMap<>(Shape.class);
        areas.put(Shape.CIRCLE, Math.PI * 0.81);
        areas.put(Shape.CROSS, 2 * 2 * 0.64 - 0.64 * 0.64);
        areas.put(Shape.ELL, 0.66 * 1.9 + 1.56 * 0.64 - 0.66 * 0.64);
        areas.put(Shape.FRAME, 1.64 * 1.64 - 0.92 * 0.92);
        areas.put(Shape.HEXAGON, 2 * Math.sqrt(3) * 0.85 * 0.85);
        areas.put(Shape.RING, Math.PI * (0.94 * 0.94 - 0.54 * 0.54));
        areas.put(Shape.SQUARE, 1.52 * 1.52);
        areas.put(Shape.STAR, 5 * 0.34 * 0.34 * Math.sin(Math.PI / 5) / Math.cos(Math.PI / 5) / Math.cos(2 * Math.PI / 5));
        areas.put(Shape.TRIANGLE, 3 * Math.sqrt(3) * 0.25);
        areas.forEach((shape, expected) -> assertThat(area(shape)).as(shape.name()).isCloseTo(expected, within(0.02)));
        // A circle of radius 1 without its lens with one of radius 0.8 at a distance of 0.5.
        assertThat(area(Shape.CRESCENT)).isCloseTo(Math.PI - lens(1, 0.8, 0.5), within(0.02));
    }

    private static double lens(double r, double s, double d) {
        return r * r * Math.acos((d * d + r * r - s * s) / (2 * d * r)) + s * s * Math.acos((d * d + s * s - r * r) / (2 * d * s))
                - 0.5 * Math.sqrt((-d + r + s) * (d + r - s) * (d - r + s) * (d + r + s));
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void paintedWhereItIs(Shape shape) {
        double[] white = {1, 1, 1};
        Scene.Figure figure = new Scene.Figure(0.5, 0.5, 0.4, 0.4, 0.6, 0.8, white);
        Scene scene = new Scene(shape, figure, new double[Scene.NET * Scene.NET * 3], List.of(), 0, 1);
        int size = 64;
        float[] pixels = Painter.paint(scene, size);
        for (int i = 0; i < size * size; i++) {
            double x = (i % size + 0.5) / size;
            double y = (i / size + 0.5) / size;
            double distance = shape.distance(figure.across(x, y), figure.along(x, y)) * 0.4 * size;
            if (Math.abs(distance) > 0.5) {
                assertThat(pixels[i * 3]).isEqualTo(distance < 0 ? 255 : 0);
            } else {
                assertThat(pixels[i * 3]).isBetween(0f, 255f);
            }
        }
    }
}
