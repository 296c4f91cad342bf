package growth.shell.watch;

import static org.assertj.core.api.Assertions.assertThat;

import growth.shell.text.TextWidth;
import growth.shell.watch.BrailleChart.Curve;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrailleChartTest {
    private static final BrailleChart CHART = new BrailleChart(18, 4, x -> String.valueOf((int) x));

    private static Curve curve(char mark, int colour, double[] xs, double... ys) {
        return new Curve(xs, ys, colour, mark);
    }

    /** Eight cells across and three down: 16 × 12 dots. A falling diagonal has its dot of column x in row round(11 x / 15). */
    @Test
    void aLineFromCornerToCorner() {
        List<String> rows = CHART.rows(List.of(curve(' ', 0, new double[] {0, 15}, 11, 0)), List.of(), false);
        assertThat(rows).containsExactly(
                "  11.000 ┤⠑⠢⡀",
                "   5.500 ┤  ⠈⠑⢄⡀",
                "   0.000 ┤     ⠈⠢⢄",
                "          0     15");
        // one in each of 16 columns
        assertThat(rows.stream().flatMapToInt(String::chars).filter(c -> c >= 0x2800 && c < 0x2900).map(c -> Integer.bitCount(c - 0x2800))
                .sum()).isEqualTo(16);
    }

    @Test
    void pointsAndMarksStandOverLines() {
        List<String> rows = CHART.rows(List.of(curve(' ', 0, new double[] {0, 15}, 2, 2), curve('●', 0, new double[] {15}, 0)),
                List.of(5.0), false);
        assertThat(rows.get(0)).contains("⠉⠉");
        assertThat(rows.get(1)).isEqualTo("   1.000 ┤  ┊");
        assertThat(rows.get(2)).endsWith("┊    ●");
    }

    @Test
    void aGapStaysOpen() {
        List<String> rows = CHART.rows(List.of(curve(' ', 0, new double[] {0, 5, 10, 15}, 1, Double.NaN, 0, 1)), List.of(), false);
        assertThat(rows.get(0)).startsWith("   1.000 ┤⠁  ");
    }

    @Test
    void everyRowFitsWhateverTheSize() {
        double[] xs = new double[5000];
        double[] ys = new double[5000];
        for (int i = 0; i < xs.length; i++) {
            xs[i] = i;
            ys[i] = Math.sin(i * 0.01) * i;
        }
        for (int width : new int[] {1, 14, 40, 200}) {
            assertThat(new BrailleChart(width, 12, x -> "step").rows(List.of(curve(' ', 36, xs, ys)), List.of(-5.0, 2500.0, 9999.0), true))
                    .hasSize(12).allSatisfy(row -> assertThat(TextWidth.columns(row)).isLessThanOrEqualTo(Math.max(width, 19)));
        }
    }

    @Test
    void nothingAndOneValueCanBeDrawn() {
        assertThat(CHART.rows(List.of(), List.of(), false)).hasSize(4).allMatch(row -> row.matches("[ ┤│]*"));
        assertThat(CHART.rows(List.of(curve(' ', 0, new double[] {3}, 7)), List.of(), false)).anyMatch(row -> row.contains("7.000"));
        assertThat(CHART.rows(List.of(curve(' ', 0, new double[] {3}, Double.NaN)), List.of(), false)).hasSize(4);
    }
}
