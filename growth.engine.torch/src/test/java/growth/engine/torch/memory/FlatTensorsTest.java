package growth.engine.torch.memory;

import static org.assertj.core.api.Assertions.assertThat;

import growth.engine.common.memory.FlatMemory;
import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.TestTorch;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class FlatTensorsTest {
    private Aten aten;

    @BeforeEach
    void open() {
        aten = TestTorch.open();
    }

    @AfterEach
    void close() {
        if (aten != null) {
            aten.close();
        }
    }

    @Test
    void sharedViewsAreAlwaysUpToDate() {
        try (FlatTensors memory = FlatTensors.shared(aten).zeros(24)) {
            INDArray view = memory.view(6, 2, 3);
            aten.inPlace().fill(memory.tensor(8, 2), 5);
            assertThat(view.toFloatMatrix()).isDeepEqualTo(new float[][] {{0, 0, 5}, {5, 0, 0}});
            view.putScalar(1, 2, 7);
            assertThat(aten.tensors().floats(memory.tensor(10, 1, 3))).containsExactly(0, 7, 0);
            assertThat(view.closeable()).isFalse();
        }
    }

    @Test
    void mirroredViewsAreUpToDateWhenPublished() {
        try (FlatTensors memory = FlatTensors.mirrored(aten).zeros(24)) {
            INDArray view = memory.view(6, 2, 3);
            memory.publish();
            assertThat(view.sumNumber().doubleValue()).isZero();
            aten.inPlace().fill(memory.tensor(8, 2), 5);
            memory.publish();
            assertThat(view.sumNumber().doubleValue()).as("nobody told that something was written").isZero();
            memory.written();
            memory.publish();
            assertThat(view.toFloatMatrix()).isDeepEqualTo(new float[][] {{0, 0, 5}, {5, 0, 0}});
            memory.clear(9, 12);
            memory.publish();
            assertThat(view.toFloatMatrix()).isDeepEqualTo(new float[][] {{0, 0, 5}, {0, 0, 0}});
            assertThat(view.closeable()).isFalse();
        }
    }

    @Test
    void arraysOfAnyOrderAndTypeAreTaken() {
        INDArray base = Nd4j.createFromArray(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}).reshape(3, 4);
        List<INDArray> arrays = List.of(base, base.dup('f'), base.castTo(DataType.DOUBLE), base.get(NDArrayIndex.all(), NDArrayIndex.all()),
                Nd4j.concat(1, base, base).get(NDArrayIndex.all(), NDArrayIndex.interval(4, 8)));
        for (FlatMemory.Source<FlatTensors> source : List.of(FlatTensors.shared(aten), FlatTensors.mirrored(aten))) {
            for (INDArray array : arrays) {
                try (FlatTensors memory = source.zeros(20)) {
                    memory.assign(5, array, 3, 4);
                    float[] read = new float[14];
                    memory.read(4, read, 14);
                    assertThat(read).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0);
                }
            }
        }
    }

    @Test
    void closingReleasesEveryTensor() {
        long before = aten.live();
        for (FlatMemory.Source<FlatTensors> source : List.of(FlatTensors.shared(aten), FlatTensors.mirrored(aten))) {
            FlatTensors memory = source.zeros(100);
            INDArray view = memory.view(0, 10);
            try (Arena arena = aten.open()) {
                assertThat(memory.tensor(50, 5, 2).sizes()).containsExactly(5, 2);
            }
            memory.publish();
            assertThat(aten.live()).isEqualTo(before + 1);
            memory.close();
            assertThat(aten.live()).isEqualTo(before);
            assertThat(view.wasClosed() || view.data().wasClosed()).isTrue();
        }
    }
}
