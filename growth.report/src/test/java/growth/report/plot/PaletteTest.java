package growth.report.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PaletteTest {
    /** Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB. */
    private static final Map<String, double[][]> SIGHTS = Map.of(
            "all cones", new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
            "protanopia", new double[][] {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216},
                {-0.003882, -0.048116, 1.051998}},
            "deuteranopia", new double[][] {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413},
                {-0.011820, 0.042940, 0.968881}},
            "tritanopia", new double[][] {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602},
                {0.004733, 0.691367, 0.303900}});

    @ParameterizedTest
    @EnumSource
    void everyToneStandsOutFromTheGround(Palette palette) {
        palette.tones().forEach(tone -> assertTrue(contrast(tone, palette.colours().get("ground")) >= 3, tone));
        for (String text : List.of("ink", "muted", "warning")) {
            assertTrue(contrast(palette.colours().get(text), palette.colours().get("ground")) >= 4.5, text);
            assertTrue(contrast(palette.colours().get(text), palette.colours().get("panel")) >= 4.5, text);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tonesStayApartUnderColourBlindness(Palette palette) {
        SIGHTS.forEach((name, sight) -> {
            List<double[]> seen = palette.tones().stream().map(tone -> oklab(times(sight, linear(tone)))).toList();
            for (int i = 0; i < seen.size(); i++) {
                for (int j = 0; j < i; j++) {
                    double distance = distance(seen.get(i), seen.get(j));
                    assertTrue(distance >= 0.1, palette + ", " + name + ": tones " + j + " and " + i + " are " + distance + " apart");
                }
            }
        });
    }

    @Test
    void noTwoOfTwentyFourSeriesLookTheSame() {
        assertEquals(25, IntStream.range(0, 25).mapToObj(i -> new Tone(i).classes()).distinct().count());
    }

    /** WCAG 2.2, contrast ratio. */
    private static double contrast(String one, String other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(String colour) {
        double[] rgb = linear(colour);
        return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
    }

    private static double[] linear(String colour) {
        return IntStream.range(0, 3).mapToDouble(i -> {
            double c = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
        }).toArray();
    }

    /** Ottosson 2020. */
    private static double[] oklab(double[] rgb) {
        double[] cones = times(new double[][] {{0.4122214708, 0.5363325363, 0.0514459929}, {0.2119034982, 0.6806995451, 0.1073969566},
            {0.0883024619, 0.2817188376, 0.6299787005}},
            IntStream.range(0, 3).mapToDouble(i -> Math.max(0, Math.min(1, rgb[i]))).toArray());
        return times(new double[][] {{0.2104542553, 0.7936177850, -0.0040720468}, {1.9779984951, -2.4285922050, 0.4505937099},
            {0.0259040371, 0.7827717662, -0.8086757660}}, IntStream.range(0, 3).mapToDouble(i -> Math.cbrt(cones[i])).toArray());
    }

    private static double[] times(double[][] matrix, double[] vector) {
        return IntStream.range(0, 3).mapToDouble(i -> matrix[i][0] * vector[0] + matrix[i][1] * vector[1] + matrix[i][2] * vector[2])
                .toArray();
    }

    private static double distance(double[] a, double[] b) {
        return Math.sqrt(IntStream.range(0, 3).mapToDouble(i -> (a[i] - b[i]) * (a[i] - b[i])).sum());
    }
}
