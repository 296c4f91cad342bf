package growth.engine.common.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.engine.EngineOptions;
import growth.api.model.Family;
import growth.api.model.ModelState;
import growth.engine.common.memory.FlatMemory;
import growth.engine.common.memory.HostFloats;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class FlatModelTest {
    private static final ModelState STATE = RandomModels.model(SmallShapes.of(Family.LLAMA), 1);
    private static final EngineOptions OPTIONS = EngineOptions.of(1, 1, 0).withAverages(Map.of("slow", 0.9));

    /** Makes memories until there is none left. */
    private static final class Scarce implements FlatMemory.Source<HostFloats> {
        private final List<INDArray> made = new ArrayList<>();
        private final int most;

        Scarce(int most) {
            this.most = most;
        }

        @Override
        public HostFloats zeros(long length) {
            if (made.size() == most) {
                throw new OutOfMemoryError("only " + most);
            }
            HostFloats memory = new HostFloats(length);
            made.add(memory.view(0, 1));
            return memory;
        }

        @Override
        public HostFloats uninitialised(long length) {
            return zeros(length);
        }

        long open() {
            return made.stream().filter(view -> {
                DataBuffer owner = view.data().originalDataBuffer();
                return !(owner == null ? view.data() : owner).wasClosed();
            }).count();
        }
    }

    @Test
    void whatOnlyTrainingNeedsIsMadeLater() {
        Scarce source = new Scarce(9);
        try (FlatModel<HostFloats> model = new FlatModel<>(STATE, OPTIONS, new FlatArrays<>(STATE.shape(), source), array -> { })) {
            assertThat(source.open()).isEqualTo(2);
            model.gradients();
            assertThat(source.open()).isEqualTo(3);
            model.moments();
            assertThat(source.open()).isEqualTo(5);
            model.others(STATE.parameters());
            assertThat(source.open()).isEqualTo(6);
            model.dropScratch();
            assertThat(source.open()).isEqualTo(4);
            STATE.parameters().forEach((name, value) ->
                    assertThat(model.state().parameters().get(name)).isEqualTo(value.castTo(DataType.FLOAT)));
        }
        assertThat(source.open()).isZero();
    }

    @Test
    void whatFailsLeavesNothing() {
        Scarce one = new Scarce(1);
        assertThatThrownBy(() -> new FlatModel<>(STATE, OPTIONS, new FlatArrays<>(STATE.shape(), one), array -> { }))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(one.open()).isZero();
        Scarce three = new Scarce(3);
        try (FlatModel<HostFloats> model = new FlatModel<>(STATE, OPTIONS, new FlatArrays<>(STATE.shape(), three), array -> { })) {
            assertThatThrownBy(model::moments).isInstanceOf(OutOfMemoryError.class);
            assertThat(three.open()).isEqualTo(2);
            assertThat(model.state().parameters()).hasSameSizeAs(STATE.parameters());
            assertThat(model.state().optimizer()).isEmpty();
        }
        assertThat(three.open()).isZero();
    }
}
