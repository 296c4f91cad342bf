package growth.engine.common.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class HostFloatsTest {
    /** More than is copied at once, and no multiple of it. */
    private static final int MANY = (1 << 19) + 77;

    @Test
    void whatIsNewHoldsZerosAndGoesOnce() {
        HostFloats memory = new HostFloats(MANY);
        for (int i = 0; i < MANY; i += 1000) {
            assertThat(memory.get(i)).isZero();
        }
        INDArray view = memory.view(5, 2, 3);
        assertThat(view.closeable()).isFalse();
        memory.close();
        memory.close();
        assertThat(view.data().originalDataBuffer().wasClosed()).isTrue();
    }

    @Test
    void arraysAreCopiedInWhateverOrderAndTypeTheyAre() {
        try (INDArray values = Nd4j.arange(MANY).castTo(DataType.FLOAT); HostFloats from = HostFloats.uninitialised(MANY + 3L);
                HostFloats into = HostFloats.uninitialised(MANY + 9L)) {
            from.assign(3, values, MANY);
            into.assign(7, from.view(3, MANY), MANY);
            assertThat(into.get(7)).isZero();
            for (int i = 0; i < MANY; i += 997) {
                assertThat(into.get(7 + i)).isEqualTo(i);
            }
            assertThat(into.get(7 + MANY - 1)).isEqualTo(MANY - 1);

            into.assign(2, values.get(NDArrayIndex.interval(10, 16)).reshape(2, 3).transpose(), 3, 2);
            assertThat(into.view(2, 6).toFloatVector()).containsExactly(10, 13, 11, 14, 12, 15);
            into.assign(2, Nd4j.createFromArray(0.1, 2.5), 2);
            assertThat(into.view(2, 4).toFloatVector()).containsExactly(0.1f, 2.5f, 11, 14);
            into.assign(1, from.view(5, 2, 2), 2, 2);
            assertThat(into.view(1, 4).toFloatVector()).containsExactly(2, 3, 4, 5);
        }
    }
}
