package growth.engine.cpu.memory;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class FloatMemoryTest {
    private static final ModelShape SHAPE = ModelShape.builder(Family.LLAMA).layers(3).hidden(12).heads(4).kvHeads(2).headSize(6)
            .intermediate(20).vocabulary(17).context(8).build();

    @Test
    void arraysBuffersAndPointersSeeTheSameMemory() {
        try (FloatMemory memory = new FloatMemory(24, 2)) {
            memory.write(5, new float[] {1, 2, 3, 4, 5, 6}, 6);
            INDArray view = memory.view(5, 2, 3);
            assertThat(view.getFloat(1, 0)).isEqualTo(4);
            view.putScalar(new int[] {1, 2}, 60);
            assertThat(memory.get(10)).isEqualTo(60);
            assertThat(memory.pointer(1, 2, 10).get()).isEqualTo(60);
            memory.pointer(1, 0, 7).put(30);
            float[] row = new float[3];
            memory.read(6, row, 3);
            assertThat(row).containsExactly(2, 30, 4);
            memory.set(6, 20);
            assertThat(view.getFloat(0, 1)).isEqualTo(20);
        }
    }

    @Test
    void viewsDoNotOwnTheMemory() {
        try (FloatMemory memory = new FloatMemory(24, 1)) {
            assertThat(memory.view(0, 4, 6).closeable()).isFalse();
            assertThat(memory.view(0, 2, 3).closeable()).isFalse();
            assertThat(memory.view(4, 2, 3).closeable()).isFalse();
        }
    }

    @Test
    void productsAreThoseOfTheDefinition() {
        try (FloatMemory a = counting(6); FloatMemory b = counting(12); FloatMemory c = new FloatMemory(20, 1)) {
            Gemm gemm = new Gemm(0);
            // A [2, 3], B [3, 4] = [[1 2 3 4] [5 6 7 8] [9 10 11 12]]
            gemm.left(a, 0, 3).right(b, 0, 4).into(c, 2, 5).multiply(2, 4, 3);
            assertThat(row(c, 2, 4)).containsExactly(38, 44, 50, 56);
            assertThat(row(c, 7, 4)).containsExactly(83, 98, 113, 128);
            // B [4, 3]
            gemm.left(a, 0, 3).rightTransposed(b, 0, 3).into(c, 0, 4).multiply(2, 4, 3, 2, 0);
            assertThat(row(c, 4, 4)).containsExactly(64, 154, 244, 334);
            // A [2, 3], B [2, 4], added to what is there
            gemm.leftTransposed(a, 0, 3).right(b, 0, 4).into(c, 0, 4).multiply(3, 4, 2);
            gemm.leftTransposed(a, 0, 3).right(b, 0, 4).into(c, 0, 4).multiply(3, 4, 2, 1, 1);
            assertThat(row(c, 0, 4)).containsExactly(42, 52, 62, 72);
        }
    }

    private static FloatMemory counting(int n) {
        FloatMemory memory = new FloatMemory(n, 1);
        IntStream.range(0, n).forEach(i -> memory.set(i, i + 1));
        return memory;
    }

    private static float[] row(FloatMemory memory, long at, int n) {
        float[] row = new float[n];
        memory.read(at, row, n);
        return row;
    }

    @Test
    void layoutsHoldEveryParameterOnceAndVectorsLast() {
        FlatLayout layout = new FlatLayout(SHAPE);
        assertThat(layout.places().keySet()).containsExactlyInAnyOrderElementsOf(ParameterLayout.of(SHAPE).byName().keySet());
        assertThat(layout.length()).isEqualTo(SHAPE.parameterCount());
        long at = 0;
        for (FlatLayout.Place place : layout.places().values()) {
            assertThat(place.at()).isEqualTo(at);
            assertThat(place.at() >= layout.vectorsAt()).isEqualTo(place.spec().kind() != ParameterSpec.Kind.WEIGHT);
            at = place.end();
        }
        assertThat(at).isEqualTo(layout.length());
    }

    @Test
    void weightsWithTheSameInputAreNeighbours() {
        FlatLayout layout = new FlatLayout(SHAPE);
        for (int layer = 0; layer < SHAPE.layers(); layer++) {
            assertThat(layout.weight(ParameterRole.KEY, layer).at()).isEqualTo(layout.weight(ParameterRole.QUERY, layer).end());
            assertThat(layout.weight(ParameterRole.VALUE, layer).at()).isEqualTo(layout.weight(ParameterRole.KEY, layer).end());
            assertThat(layout.weight(ParameterRole.UP, layer).at()).isEqualTo(layout.weight(ParameterRole.GATE, layer).end());
        }
        ModelShape bert = ModelShape.builder(Family.BERT).layers(2).hidden(8).heads(2).intermediate(16).vocabulary(10).context(6).build();
        FlatLayout other = new FlatLayout(bert);
        assertThat(other.weight(ParameterRole.KEY, 1).at()).isEqualTo(other.weight(ParameterRole.QUERY, 1).end());
        assertThat(other.weight(ParameterRole.VALUE, 1).at()).isEqualTo(other.weight(ParameterRole.KEY, 1).end());
    }
}
