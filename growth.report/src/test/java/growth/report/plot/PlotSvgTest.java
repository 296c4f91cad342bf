package growth.report.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import growth.report.plot.Plot.Bar;
import growth.report.plot.Plot.Bars;
import growth.report.plot.Plot.Chart;
import growth.report.plot.Plot.Estimate;
import growth.report.plot.Plot.Forest;
import growth.report.plot.Plot.Rule;
import growth.report.plot.Series.Style;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class PlotSvgTest {
    private static final Heading HEADING = new Heading("loss", "Loss <script>alert(1)</script> & \"more\"", "Bell \u0007, half \uD800.");

    @Test
    void seriesAreDrawnAndTheirValuesKept() {
        List<Spot> spots = IntStream.rangeClosed(1, 20).mapToObj(i -> new Spot(i * 1e10, 5.0 / i, 5.0 / i - 0.1, 5.0 / i + 0.1)).toList();
        Chart chart = new Chart(HEADING, Axis.linear(Quantity.FLOPS), Axis.linear(Quantity.LOSS),
                List.of(new Series("scratch", Tone.NEUTRAL, Style.MARKED, spots), new Series("stack", new Tone(1), Style.STEPS,
                        List.of(new Spot(0, 1), new Spot(1e11, 4))), new Series("nothing", new Tone(2), Style.LINE,
                        List.of(new Spot(1, Double.NaN)))), List.of(new Rule(5e10, "stack", "stack at 50 GFLOP")));
        Element svg = Xml.parse(PlotSvg.file(chart));
        List<Element> series = Xml.ofClass(svg, "series");
        assertEquals(List.of("scratch", "stack"), series.stream().map(s -> s.getAttribute("data-name")).toList());
        assertArrayEquals(spots.stream().mapToDouble(Spot::y).toArray(), Xml.numbers(series.get(0), "data-y"), 1e-6);
        assertArrayEquals(spots.stream().mapToDouble(Spot::high).toArray(), Xml.numbers(series.get(0), "data-high"), 1e-6);
        assertEquals(20, Xml.moves(Xml.ofClass(series.get(0), "dots").get(0)));
        assertEquals(1, Xml.ofClass(series.get(0), "band").size());
        assertTrue(Xml.ofClass(series.get(1), "line").get(0).getAttribute("d").matches("M[\\d.]+ [\\d.]+H[\\d.]+V[\\d.]+"));
        assertEquals(2, Xml.ofClass(svg, "key").size());
        assertEquals("stack at 50 GFLOP", Xml.all(Xml.ofClass(svg, "rule").get(0), e -> e.getTagName().equals("title")).get(0)
                .getTextContent());
        // Marks of the x axis, 0.05 to 0.2 TFLOP: the place of 100 GFLOP is half way between those of 0 and 200.
        double[] ends = Xml.ofClass(svg, "dots").stream().flatMap(d -> java.util.Arrays.stream(d.getAttribute("d").split("[M ]")))
                .filter(t -> t.matches("[\\d.]+")).mapToDouble(Double::parseDouble).toArray();
        assertEquals(66 + (600 - 18 - 66) / 20.0, ends[0], 0.06);
        assertEquals(600 - 18, ends[ends.length - 1], 0.06);
    }

    @Test
    void textIsEscapedAndWhatXmlCannotHoldReplaced() {
        Chart chart = new Chart(HEADING, Axis.linear(Quantity.STEPS), Axis.linear(Quantity.LOSS),
                List.of(new Series("</svg><script>", Tone.NEUTRAL, Style.LINE, List.of(new Spot(1, 1)))), List.of());
        Element svg = Xml.parse(PlotSvg.inline(chart));
        assertEquals(0, Xml.all(svg, e -> e.getTagName().equals("script")).size());
        assertEquals(HEADING.title(), svg.getFirstChild().getTextContent());
        assertEquals("Bell \uFFFD, half \uFFFD.", svg.getFirstChild().getNextSibling().getTextContent());
        assertEquals("</svg><script>", Xml.ofClass(svg, "series").get(0).getAttribute("data-name"));
    }

    @Test
    void aFileHasColoursOfItsOwnAndAPageHasVariables() {
        Chart chart = new Chart(HEADING, Axis.linear(Quantity.STEPS), Axis.linear(Quantity.LOSS),
                List.of(new Series("a", Tone.NEUTRAL, Style.LINE, List.of(new Spot(1, 1), new Spot(2, 2)))), List.of());
        assertFalse(PlotSvg.file(chart).contains("var(--"));
        assertTrue(PlotSvg.file(chart).contains("prefers-color-scheme:dark"));
        assertFalse(PlotSvg.inline(chart).contains("<style"));
        Palette.LIGHT.colours().keySet().stream().filter(name -> name.startsWith("tone")).forEach(name -> assertTrue(PlotStyle.page()
                .contains("var(--" + name + ")"), name));
    }

    @Test
    void estimatesHaveBoxesAndThoseWithIntervalsWhiskers() {
        Forest forest = new Forest(HEADING, Axis.linear(Quantity.DIFFERENCE), 0, List.of(
                new Estimate("stack", new Tone(1), -0.02, -0.03, -0.01, "−0.02"),
                new Estimate("msg", new Tone(2), 0.01, Double.NaN, Double.NaN, "one seed"),
                new Estimate("diverged", new Tone(3), Double.POSITIVE_INFINITY, Double.NaN, Double.NaN, "diverged")));
        Element svg = Xml.parse(PlotSvg.file(forest));
        List<Element> rows = Xml.ofClass(svg, "estimate");
        assertEquals(3, rows.size());
        assertEquals(List.of(1, 1, 0), rows.stream().map(r -> Xml.ofClass(r, "box").size()).toList());
        assertEquals(List.of(1, 0, 0), rows.stream().map(r -> Xml.ofClass(r, "whisker").size()).toList());
        assertEquals("-0.03", rows.get(0).getAttribute("data-low"));
        // The line of no difference lies to the right of the first box and to the left of the second.
        double zero = Double.parseDouble(Xml.ofClass(svg, "reference").get(0).getAttribute("d").split("[M ]")[1]);
        assertTrue(x(rows.get(0)) < zero && zero < x(rows.get(1)));
    }

    private static double x(Element row) {
        return Double.parseDouble(Xml.ofClass(row, "box").get(0).getAttribute("x")) + 5;
    }

    @Test
    void partsOfABarAddUp() {
        Bars bars = new Bars(HEADING, Axis.fromZero(Quantity.FLOPS), List.of("model", "search", "evaluation"),
                List.of(new Bar("stack", List.of(3e9, 0.0, 1e9), "4 GFLOP"), new Bar("scratch", List.of(8e9, 0.0, Double.NaN), "8 GFLOP")));
        Element svg = Xml.parse(PlotSvg.file(bars));
        List<Element> first = Xml.ofClass(Xml.ofClass(svg, "bar").get(0), "part");
        List<Element> second = Xml.ofClass(Xml.ofClass(svg, "bar").get(1), "part");
        assertEquals(List.of("model", "evaluation"), first.stream().map(p -> p.getAttribute("data-part")).toList());
        double sum = first.stream().mapToDouble(p -> Double.parseDouble(p.getAttribute("width"))).sum();
        assertEquals(Double.parseDouble(second.get(0).getAttribute("width")) / 2, sum, 0.2);
        assertEquals(2, Xml.ofClass(svg, "key").size(), "nothing was searched");
    }

    @Test
    void aThousandfoldRunStaysSmall() {
        List<Spot> spots = IntStream.range(0, 200_000).mapToObj(i -> new Spot(i, 3 + Math.sin(i))).toList();
        String text = PlotSvg.inline(new Chart(HEADING, Axis.linear(Quantity.STEPS), Axis.linear(Quantity.LOSS),
                List.of(new Series("a", Tone.NEUTRAL, Style.LINE, spots)), List.of()));
        assertTrue(text.length() < 25_000, text.length() + " characters");
    }
}
