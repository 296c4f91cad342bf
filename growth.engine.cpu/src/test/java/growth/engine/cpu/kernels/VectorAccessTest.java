package growth.engine.cpu.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Window;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors of native memory, by both ways to it. */
class VectorAccessTest {
    private static final int WIDTH = NativeVectors.WIDTH;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void vectorsAreWhatTheMemoryHolds(boolean fastest) throws Throwable {
        VectorAccess access = fastest ? VectorAccess.fastest() : VectorAccess.checked();
        try (FloatMemory memory = new FloatMemory(4L * WIDTH, 1)) {
            IntStream.range(0, 4 * WIDTH).forEach(i -> memory.set(i, i));
            Window window = memory.window(3);
            long place = access.raw() ? memory.address(3) : memory.offset(3);
            Object vector = access.load().invoke(window, place);
            access.store().invoke(vector, window, place + (long) WIDTH * Float.BYTES);
            float[] written = new float[WIDTH];
            memory.read(3 + WIDTH, written, WIDTH);
            assertThat(written).isEqualTo(numbers(3));
            assertThat(memory.get(2 + WIDTH)).isEqualTo(2 + WIDTH);
            assertThat(memory.get(3 + 2 * WIDTH)).isEqualTo(3 + 2 * WIDTH);
        }
    }

    private static float[] numbers(int first) {
        float[] numbers = new float[WIDTH];
        IntStream.range(0, WIDTH).forEach(i -> numbers[i] = first + i);
        return numbers;
    }

    @Test
    void rowsBeyondTheMemoryAreRefused() {
        try (FloatMemory memory = new FloatMemory(100, 1)) {
            assertThat(NativeVectors.place(memory, 90, 10)).isPositive();
            assertThatThrownBy(() -> NativeVectors.place(memory, 91, 10)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> NativeVectors.place(memory, -1, 10)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }
}
