package growth.data.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** PictureFiles are numbered pixel by pixel, so that the result says where each comes from. */
class AugmentationTest {
    private static final int SIZE = 5;
    private static final int[] PIXELS = IntStream.range(3, 3 + SIZE * SIZE * 3).toArray();

    @Test
    void nothingIsDoneWithoutBorderAndMirror() {
        float[] same = Augmentation.NONE.apply(PIXELS, SIZE, 7);
        for (int i = 0; i < same.length; i++) {
            assertThat(same[i]).isEqualTo(PIXELS[i]);
        }
    }

    @Test
    void allShiftsAndMirrorsComeEquallyOften() {
        Map<String, Integer> seen = new HashMap<>();
        Augmentation augmentation = new Augmentation(2, true);
        for (int key = 0; key < 50_000; key++) {
            float[] result = augmentation.apply(PIXELS, SIZE, key);
            // The middle pixel is never cut off.
            int middle = (SIZE * SIZE / 2) * 3 + 3;
            int at = IntStream.range(0, SIZE * SIZE).filter(i -> result[i * 3] == middle).findFirst().orElseThrow();
            int step = at % SIZE == SIZE - 1 ? -1 : 1;
            boolean mirrored = result[(at + step) * 3] != 0 ? result[(at + step) * 3] - middle == -3 * step
                    : result[(at - step) * 3] - middle == 3 * step;
            seen.merge(at + (mirrored ? " mirrored" : ""), 1, Integer::sum);
        }
        assertThat(seen).hasSize(50);
        double chiSquare = seen.values().stream().mapToDouble(count -> Math.pow(count - 1000, 2) / 1000).sum();
        // 49 degrees of freedom: 85.4 at 0.1%
        assertThat(chiSquare).isLessThan(85.4);
    }

    @Test
    void whatIsShiftedInIsBlackAndColoursStayTogether() {
        for (int key = 0; key < 200; key++) {
            float[] result = new Augmentation(2, true).apply(PIXELS, SIZE, key);
            TreeSet<Integer> columns = new TreeSet<>();
            for (int i = 0; i < SIZE * SIZE; i++) {
                if (result[i * 3] == 0) {
                    assertThat(result[i * 3 + 1] + result[i * 3 + 2]).isZero();
                } else {
                    assertThat(result[i * 3 + 1]).isEqualTo(result[i * 3] + 1);
                    assertThat(result[i * 3 + 2]).isEqualTo(result[i * 3] + 2);
                    columns.add(i % SIZE);
                }
            }
            assertThat(columns).hasSizeBetween(3, 5);
        }
    }

    @Test
    void keysDecide() {
        Augmentation augmentation = new Augmentation(2, true);
        assertThat(augmentation.apply(PIXELS, SIZE, 5)).isEqualTo(augmentation.apply(PIXELS, SIZE, 5));
    }
}
