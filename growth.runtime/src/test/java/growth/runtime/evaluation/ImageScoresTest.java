package growth.runtime.evaluation;

import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.training.Classes;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ImageScoresTest {
    /**
     * Truth {@code (i·i) % 7} of 40 images, with logits {@code sin(3·i + 5·k) + (k == (i·i + i // 3) % 7)} of label k in float32:
     *
     * <pre>
     * import numpy as np
     * i = np.arange(40)[:, None]; k = np.arange(7)[None]
     * x = (np.sin(3.0*i + 5.0*k) + (k == (i*i + i//3) % 7)).astype(np.float32); t = (i[:, 0]**2) % 7; p = x.argmax(1)
     * c = np.zeros((7, 7), int); np.add.at(c, (t, p), 1)
     * top = [np.mean([(x[j] > x[j, t[j]]).sum() < n for j in range(40)]) for n in (3, 5)]
     * tp = np.diag(c); rows = c.sum(1); cols = c.sum(0); seen = rows + cols > 0
     * pr = tp / np.maximum(1, cols); re = tp / np.maximum(1, rows); f = 2*tp / np.maximum(1, rows + cols)
     * print(tp.sum()/40, top, pr[seen].mean(), re[seen].mean(), f[seen].mean(), pr, re, f, c.tolist())
     * </pre>
     *
     * Undefined precisions and recalls count as 0 there, as in scikit-learn.
     */
    @Test
    void scoresAreThoseOfNumpy() {
        Classes classes = sines(5);
        assertThat(classes.accuracy()).isCloseTo(0.15, within(1e-12));
        assertThat(classes.top()).isEqualTo(new Classes.Top(5, 0.7));
        assertThat(sines(3).top()).isEqualTo(new Classes.Top(3, 0.375));
        assertThat(classes.macro().precision()).isCloseTo(0.2193877551020408, within(1e-12));
        assertThat(classes.macro().recall()).isCloseTo(0.09956709956709957, within(1e-12));
        assertThat(classes.macro().f1()).isCloseTo(0.11651840223268795, within(1e-12));
        assertThat(classes.confusion()).isEqualTo(List.of(List.of(2L, 1L, 2L, 0L, 0L, 1L, 0L), List.of(2L, 2L, 0L, 4L, 0L, 2L, 1L),
                List.of(2L, 4L, 0L, 4L, 0L, 2L, 0L), List.of(0L, 0L, 0L, 0L, 0L, 0L, 0L), List.of(2L, 0L, 4L, 1L, 2L, 2L, 0L),
                List.of(0L, 0L, 0L, 0L, 0L, 0L, 0L), List.of(0L, 0L, 0L, 0L, 0L, 0L, 0L)));
        assertThat(classes.images(4)).isEqualTo(11);
        assertThat(classes.answers(3)).isEqualTo(9);
        double[] precision = {0.25, 2 / 7.0, 0, 0, 1, 0, 0};
        double[] recall = {1 / 3.0, 2 / 11.0, 0, NaN, 2 / 11.0, NaN, NaN};
        double[] f1 = {2 / 7.0, 2 / 9.0, 0, 0, 4 / 13.0, 0, 0};
        for (int label = 0; label < 7; label++) {
            assertThat(new double[] {classes.precision(label), classes.recall(label), classes.f1(label)}).as("label %d", label)
                    .containsExactly(new double[] {precision[label], recall[label], f1[label]}, within(1e-12));
        }
    }

    private static Classes sines(int top) {
        ImageScores scores = new ImageScores(IntStream.range(0, 7).mapToObj(k -> "label " + k).toList(), top);
        for (int first = 0; first < 40; first += 16) {
            int rows = Math.min(16, 40 - first);
            int from = first;
            float[] logits = new float[rows * 7];
            for (int j = 0; j < logits.length; j++) {
                int i = from + j / 7;
                int k = j % 7;
                logits[j] = (float) (Math.sin(3.0 * i + 5.0 * k) + (k == (i * i + i / 3) % 7 ? 1 : 0));
            }
            try (INDArray batch = Nd4j.createFromArray(logits).reshape(rows, 7)) {
                scores.add(IntStream.range(from, from + rows).map(i -> i * i % 7).toArray(), batch);
            }
        }
        return scores.classes();
    }

    @Test
    void fewLabelsHaveNoTopFive() {
        ImageScores scores = new ImageScores(List.of("a", "b"), 5);
        try (INDArray batch = Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}, {1, 0}})) {
            scores.add(new int[] {0, 1, 1}, batch);
        }
        assertThat(scores.classes().top().accuracy()).isNaN();
        // F1 of a: 2/3 (precision 1/2, recall 1); of b: 2/3 (precision 1, recall 1/2).
        assertThat(scores.classes().macro().f1()).isCloseTo(2 / 3.0, within(1e-12));
    }
}
