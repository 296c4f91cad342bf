package growth.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ImageShape;
import growth.api.model.View;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BicubicTest {

    @ParameterizedTest
    @CsvSource({"3, 5", "5, 3", "4, 1", "1, 4", "7, 2"})
    void constantsStayConstant(int from, int to) {
        double[] expected = new double[to * to];
        Arrays.fill(expected, 2.5);
        assertThat(resized(from, to, i -> 2.5)).containsExactly(expected, within(1e-14));
    }

    @Test
    void equalSizesChangeNothing() {
        assertThat(resized(4, 4, i -> i * i)).containsExactly(IntStream.range(0, 16).mapToDouble(i -> i * i).toArray());
    }

    /** Halving samples between two points each, where by symmetry a ramp stays a ramp as long as no tap is beyond the edge. */
    @Test
    void halvingKeepsRampsInside() {
        double[] half = resized(8, 4, i -> 3 * (i / 8) + i % 8);
        for (int row = 1; row < 3; row++) {
            for (int column = 1; column < 3; column++) {
                assertThat(half[row * 4 + column]).isCloseTo(3 * (2 * row + 0.5) + 2 * column + 0.5, within(1e-14));
            }
        }
    }

    /**
     * By hand, doubling (0, 1): point 0 is at −1/4, where only the tap at distance 5/4 holds 1; point 1 is at 1/4, where the taps at 3/4
     * and 7/4 do. With a = −3/4: a(x³−5x²+8x−4) is −27/256 and −9/256, (a+2)x³−(a+3)x²+1 at 3/4 is 67/256.
     */
    @Test
    void weightsAreThoseOfCubicConvolution() {
        double[] row = IntStream.range(0, 4).mapToDouble(i -> Bicubic.weights(i, 2, 4)[1]).toArray();
        assertThat(row).containsExactly(new double[] {-27 / 256.0, 58 / 256.0, 198 / 256.0, 283 / 256.0}, within(1e-15));
        double[] exact = {-25 / 288.0, 815 / 864.0, 139 / 864.0, -5 / 288.0};
        assertThat(Bicubic.weights(2, 4, 6)).containsExactly(exact, within(1e-15));
    }

    /** The numbers that ONNX publishes for its operator Resize with cubic_coeff_a = −0.75 (test resize_upsample_scales_cubic). */
    @Test
    void agreesWithPublishedNumbers() {
        double[] doubled = resized(4, 8, i -> i + 1);
        assertThat(Arrays.copyOf(doubled, 16)).containsExactly(new double[] {0.47265625, 0.76953125, 1.24609375, 1.875, 2.28125,
            2.91015625, 3.38671875, 3.68359375, 1.66015625, 1.95703125, 2.43359375, 3.0625, 3.46875, 4.09765625, 4.57421875,
            4.87109375}, within(1e-14));
        assertThat(doubled[63]).isCloseTo(17 - 0.47265625, within(1e-13));
    }

    /** An image of another size meets the resized table of its patches' positions and the class token's own. */
    @ParameterizedTest
    @CsvSource({"4", "10"})
    void positionsOfImagesAreResizedAllButTheClassTokens(int size) {
        ReferenceModel model = ReferenceModel.of(RandomModels.model(SmallShapes.of(Family.VIT), 3));
        double[] table = model.parameters().get("vit.embeddings.position_embeddings");
        int side = size / 2;
        double[][] grid = new double[9][];
        Arrays.setAll(grid, i -> Arrays.copyOfRange(table, 8 + 8 * i, 16 + 8 * i));
        double[] resized = Arrays.stream(Bicubic.resize(grid, 3, side)).flatMapToDouble(Arrays::stream).toArray();
        double[] other = Arrays.copyOf(table, 8 + resized.length);
        System.arraycopy(resized, 0, other, 8, resized.length);
        View view = View.full().withResolution(size);
        double[] logits = model.logits(RandomModels.images(model.shape(), 2, size, 5), view, Gates.none());
        ReferenceModel fitting = new ReferenceModel(model.shape().toBuilder()
                .image(new ImageShape(size, 2, 3, 5)).build(), model.parameters());
        fitting.parameters().put("vit.embeddings.position_embeddings", other);
        assertThat(logits).containsExactly(fitting.logits(RandomModels.images(fitting.shape(), 2, size, 5), View.full(), Gates.none()));
    }

    private static double[] resized(int from, int to, IntToDoubleFunction value) {
        double[][] grid = new double[from * from][1];
        for (int i = 0; i < grid.length; i++) {
            grid[i][0] = value.applyAsDouble(i);
        }
        return Arrays.stream(Bicubic.resize(grid, from, to)).mapToDouble(v -> v[0]).toArray();
    }
}
