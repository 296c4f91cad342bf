package growth.data.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResizeTest {
    private static float[] grey(float... levels) {
        float[] pixels = new float[levels.length * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = levels[i / 3] + i % 3;
        }
        return pixels;
    }

    @Test
    void theSameSizeIsTheSamePicture() {
        float[] pixels = grey(1, 2, 3, 4);
        assertThat(Resize.apply(pixels, 2, 2, 2, 2)).isSameAs(pixels);
    }

    @Test
    void rowByRowGivesTheSameNumbers() {
        float[] pixels = grey(filled(17 * 13));
        for (int[] to : new int[][] {{17, 13}, {5, 4}, {17, 4}, {5, 13}, {40, 30}}) {
            float[] rows = Resize.apply((y, row) -> System.arraycopy(pixels, y * row.length, row, 0, row.length), 17, 13, to[0], to[1]);
            assertThat(rows).containsExactly(Resize.apply(pixels, 17, 13, to[0], to[1]));
        }
    }

    /** Values of Pillow 12.3: {@code Image.fromarray(array([[0, 10, 20, 30]], float32)).resize((2, 1), BILINEAR)} and so on. */
    @Test
    void rowsAreThoseOfPillow() {
        assertThat(Resize.apply(grey(0, 10, 20, 30), 4, 1, 2, 1)).containsExactly(grey(7.142857f, 22.857143f), within(1e-4f));
        assertThat(Resize.apply(grey(0, 30), 2, 1, 4, 1)).containsExactly(grey(0, 7.5f, 22.5f, 30), within(1e-4f));
        assertThat(Resize.apply(grey(0, 9, 30), 3, 1, 2, 1)).containsExactly(grey(3.375f, 22.125f), within(1e-4f));
    }

    @Test
    void columnsAreAsRows() {
        float[] row = Resize.apply(grey(0, 9, 30, 4, 5), 5, 1, 3, 1);
        assertThat(Resize.apply(grey(0, 9, 30, 4, 5), 1, 5, 1, 3)).containsExactly(row, within(1e-5f));
    }

    @Test
    void plainPicturesStayPlainWhateverTheSize() {
        for (int to = 1; to < 40; to++) {
            float[] resized = Resize.apply(grey(filled(17 * 17)), 17, 17, to, to);
            assertThat(resized).hasSize(to * to * 3);
            for (int i = 0; i < resized.length; i++) {
                assertThat(resized[i]).isCloseTo(200 + i % 3, within(1e-3f));
            }
        }
    }

    @Test
    void theMiddleSquareIsKept() {
        byte[] pixels = new byte[6 * 2 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / 3 % 6 * 40);
        }
        assertThat(new Rgb(6, 2, pixels).square(2)).isEqualTo(new byte[] {80, 80, 80, 120, 120, 120, 80, 80, 80, 120, 120, 120});
        assertThat(new Rgb(6, 2, pixels).square(1)).isEqualTo(new byte[] {100, 100, 100});
        byte[] high = new Rgb(2, 6, pixels).square(4);
        assertThat(high).hasSize(4 * 4 * 3);
    }

    private static float[] filled(int count) {
        float[] levels = new float[count];
        Arrays.fill(levels, 200);
        return levels;
    }
}
