package growth.runtime.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.TrainingTime;
import growth.api.algebra.ParameterInitializer;
import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.api.training.Progress;
import growth.engine.cpu.CpuEngine;
import growth.reference.ReferenceModel;
import growth.runtime.checkpoint.Checkpoint;
import growth.runtime.checkpoint.CheckpointStore;
import growth.runtime.checkpoint.RunState;
import growth.runtime.checkpoint.ValidationRecord;
import growth.runtime.engine.EngineChoice;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.train.rate.RateState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSessionTest {
    private static final ModelShape SHAPE =
            ModelShape.builder(Family.LLAMA).layers(2).hidden(8).heads(2).intermediate(12).vocabulary(16).context(8).build();
    private static final Gates HALF_OPEN = Gates.none().with(new GateSite(Axis.LAYERS, 1), new float[] {0.25f});
    @TempDir
    private Path home;

    private Path checkpoint(ModelState state) {
        return checkpoint(home, state);
    }

    /** Saves a checkpoint of that model in a folder. */
    static Path checkpoint(Path home, ModelState state) {
        Progress progress = new Progress(5, 50, 0, 0, 0, 0, 1.5, OptionalDouble.empty(), 0);
        return new CheckpointStore(home, 2).save(state, new RunState(progress, -1, RunState.Stage.of(View.full(), Trainable.ALL),
                new Cursor(0, 5), Map.of(), RateState.START, 1, ValidationRecord.NONE, false, TrainingTime.steps(100)), Optional.empty());
    }

    private static double loss(Path folder, Optional<String> average, Batch batch) {
        FakeCatalogue catalogue = new FakeCatalogue().with("cpu", new CpuEngine());
        double loss = new ModelSession(catalogue, EngineChoice.DEFAULT, folder, average).with(1,
                session -> session.evaluate(batch, View.full()).loss());
        assertThat(catalogue.held()).isZero();
        return loss;
    }

    /** What a run computes at that moment: a layer that is a quarter open. */
    @Test
    void aModelIsComputedUnderTheGatesItWasSavedWith() {
        ModelState model = ParameterInitializer.initialize(SHAPE, 1).map(a -> a.mul(a.rank() > 1 ? 20 : 1));
        ModelState average = ParameterInitializer.initialize(SHAPE, 2).map(a -> a.mul(a.rank() > 1 ? 20 : 1));
        Path folder = checkpoint(new ModelState(SHAPE, model.parameters(), Map.of(), Map.of("0.9", average.parameters()), HALF_OPEN));
        Batch batch = new Batch.Tokens(1, 6, new int[] {1, 7, 3, 9, 15, 0}, new int[] {7, 3, 9, 15, 0, 2});

        double gated = ReferenceModel.of(model).loss(batch, View.full(), HALF_OPEN, 0);
        assertThat(loss(folder, Optional.empty(), batch)).isCloseTo(gated, within(1e-5));
        assertThat(gated).isNotCloseTo(ReferenceModel.of(model).loss(batch, View.full(), Gates.none(), 0), within(1e-2));
        assertThat(loss(folder, Optional.of("0.9"), batch))
                .isCloseTo(ReferenceModel.of(average).loss(batch, View.full(), HALF_OPEN, 0), within(1e-5));
    }

    @Test
    void theWeightsOfAnotherVersionAreReadWithoutItsState() throws IOException {
        Path folder = checkpoint(ParameterInitializer.initialize(SHAPE, 1).withGates(HALF_OPEN));
        assertThat(Checkpoint.gates(folder).sites()).hasSize(1);
        Path state = folder.resolve("state.json");
        Files.writeString(state, Files.readString(state).replace("\"format\": 2", "\"format\": 1"));
        assertThat(Checkpoint.gates(folder).sites()).isEmpty();
    }
}
