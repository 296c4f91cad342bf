package growth.engine.cpu.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class FloatMemoryTest {
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
}
