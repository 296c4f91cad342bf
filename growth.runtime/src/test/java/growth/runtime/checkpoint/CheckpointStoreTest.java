package growth.runtime.checkpoint;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.TrainingTime;
import growth.api.algebra.ParameterInitializer;
import growth.api.data.Cursor;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.api.training.Progress;
import growth.runtime.train.rate.RateState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class CheckpointStoreTest {
    private static final ModelShape SHAPE =
            ModelShape.builder(Family.LLAMA).layers(2).hidden(8).heads(2).intermediate(12).vocabulary(16).context(8).build();
    @TempDir
    private Path folder;
    private final List<String> log = new ArrayList<>();

    static RunState at(long step) {
        Progress progress = new Progress(step, 10 * step, 0, 0, 0, 0, 1.5, OptionalDouble.empty(), 0);
        return new RunState(progress, -1, RunState.Stage.of(View.full(), Trainable.ALL), new Cursor(0, step), Map.of(), RateState.START, 1,
                ValidationRecord.NONE, false, TrainingTime.steps(100));
    }

    static ModelState model(long seed) {
        return ParameterInitializer.initialize(SHAPE, seed);
    }

    private CheckpointStore store() {
        return new CheckpointStore(folder, 2);
    }

    private void save(CheckpointStore store, long step) {
        try (ModelState model = model(step)) {
            store.save(model, at(step), Optional.empty());
        }
    }

    private List<String> names() throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.map(e -> e.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aMomentThatIsNoNumberIsRefused() throws IOException {
        ModelState parameters = model(1);
        String first = parameters.parameters().keySet().iterator().next();
        INDArray moment = parameters.parameters().get(first).mul(1).putScalar(1, 2, Float.NaN);
        store().save(new ModelState(SHAPE, parameters.parameters(), Map.of(first, new OptimizerState(1, Map.of(Slot.FIRST_MOMENT, moment),
                Optional.empty())), Map.of(), Gates.none()), at(5), Optional.empty());
        Checkpoint checkpoint = newest(store());
        assertThatThrownBy(checkpoint::model).isInstanceOf(GrowthException.class)
                .hasMessageContaining("optimizer.safetensors: tensor 'first_moment/" + first + "': element [1, 2] is NaN");
    }

    @Test
    void everythingTheOptimizerRemembersComesBack() throws IOException {
        ModelState parameters = model(1);
        String first = parameters.parameters().keySet().iterator().next();
        INDArray values = parameters.parameters().get(first);
        Map<String, OptimizerState> optimizer = new LinkedHashMap<>();
        optimizer.put(first, new OptimizerState(17, Map.of(Slot.FIRST_MOMENT, values.mul(2), Slot.SECOND_MOMENT, values.mul(values)),
                Optional.of(values.mul(0).addi(3))));
        Gates gates = Gates.none().with(new GateSite(Axis.LAYERS, 1), new float[] {0.25f});
        ModelState state = new ModelState(SHAPE, parameters.parameters(), optimizer, Map.of("0.999", parameters.parameters()), gates);
        store().save(state, at(5), Optional.empty());

        Checkpoint checkpoint = newest(store());
        assertThat(checkpoint.run()).isEqualTo(at(5));
        ModelState back = checkpoint.model();
        assertThat(back.parameters()).isEqualTo(state.parameters());
        assertThat(back.optimizer()).isEqualTo(state.optimizer());
        assertThat(back.averages()).isEqualTo(state.averages());
        assertThat(back.gates().at(new GateSite(Axis.LAYERS, 1)).orElseThrow()).containsExactly(0.25f);
        assertThat(log).isEmpty();
    }

    @Test
    void theOuterMomentumComesBackFromAFileOfItsOwn() throws IOException {
        ModelState model = model(1);
        Map<String, INDArray> momentum = new LinkedHashMap<>();
        model.parameters().forEach((name, value) -> momentum.put(name, value.mul(-3)));
        CheckpointStore store = store();
        store.save(model, at(4), Optional.empty());
        assertThat(newest(store).outerMomentum()).isEmpty();
        store.save(new TrainingState(model, momentum), at(5), Optional.empty(), Set.of());
        Checkpoint checkpoint = newest(store);
        assertThat(checkpoint.outerMomentum()).isEqualTo(momentum);
        assertThat(checkpoint.model().parameters()).isEqualTo(model.parameters());
        Files.delete(checkpoint.folder().resolve("outer-momentum.safetensors"));
        assertThatThrownBy(() -> Checkpoint.open(checkpoint.folder())).isInstanceOf(GrowthException.class)
                .hasMessageContaining("outer-momentum.safetensors");
    }

    @Test
    void anOuterMomentumOfAnotherModelIsRefused() throws IOException {
        ModelState model = model(1);
        Map<String, INDArray> momentum = new LinkedHashMap<>(model.parameters());
        store().save(new TrainingState(model, Map.of("model.norm.weight", momentum.get("model.norm.weight"))), at(5), Optional.empty(),
                Set.of());
        assertThatThrownBy(newest(store())::outerMomentum).isInstanceOf(GrowthException.class)
                .hasMessageEndingWith("outer-momentum.safetensors: has no momentum of model.embed_tokens.weight");
        momentum.put("model.norm.weight", momentum.get("model.embed_tokens.weight"));
        store().save(new TrainingState(model, momentum), at(6), Optional.empty(), Set.of());
        assertThatThrownBy(newest(store())::outerMomentum).isInstanceOf(GrowthException.class)
                .hasMessageEndingWith("outer-momentum.safetensors: the momentum of model.norm.weight is [16, 8], not [8]");
    }

    /** Returns the checkpoint that a run goes on from, with everything tidied up. */
    private Checkpoint newest(CheckpointStore store) throws IOException {
        CheckpointStore.Found found = store.find(log::add);
        found.damaged().forEach(damaged -> assertThat(damaged).exists());
        store.tidy(found);
        return found.checkpoint().orElseThrow();
    }

    @Test
    void newestStayAndLeftoversGo() throws IOException {
        CheckpointStore store = store();
        for (long step : new long[] {2, 10, 5}) {
            save(store, step);
        }
        // Step 5 was saved last, after going back; what is newer by number stays.
        assertThat(names()).containsExactly("step-00000002", "step-00000005", "step-00000010");
        save(store, 11);
        assertThat(names()).containsExactly("step-00000010", "step-00000011");
        Files.createDirectories(folder.resolve(".deleted-step-00000001"));
        Files.createDirectories(folder.resolve(".tmp-step-00000012-01234567"));
        assertThat(newest(store).run()).isEqualTo(at(11));
        assertThat(names()).containsExactly("step-00000010", "step-00000011");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "optimizer.safetensors", "config.json", "state.json"})
    void truncatedFileSendsTheRunBackToTheCheckpointBefore(String file) throws IOException {
        CheckpointStore store = store();
        save(store, 1);
        save(store, 2);
        Path damaged = folder.resolve("step-00000002").resolve(file);
        byte[] bytes = Files.readAllBytes(damaged);
        Files.write(damaged, java.util.Arrays.copyOf(bytes, bytes.length - 3));
        assertThat(newest(store).run()).isEqualTo(at(1));
        assertThat(log).singleElement().asString().contains(file).doesNotContain("\n");
        assertThat(names()).containsExactly("damaged-step-00000002", "step-00000001");
    }

    @Test
    void onlyDamagedCheckpointsAreOneClearLine() throws IOException {
        save(store(), 1);
        Files.delete(folder.resolve("step-00000001/optimizer.safetensors"));
        assertRefused(Kind.CHECKPOINT, () -> store().find(log::add)).contains("optimizer.safetensors", "no such file", "no other");
        assertThat(names()).containsExactly("step-00000001");
    }

    @Test
    void foreignFolderSaysWhatItIsGoodFor() throws IOException {
        save(store(), 1);
        Files.delete(folder.resolve("step-00000001/state.json"));
        assertRefused(Kind.CHECKPOINT, () -> Checkpoint.open(folder.resolve("step-00000001"))).contains("state.json", "start");
    }

    @Test
    void checkpointOfALaterVersionIsNotPassedOver() throws IOException {
        save(store(), 1);
        save(store(), 2);
        Path state = folder.resolve("step-00000002/state.json");
        Files.writeString(state, Files.readString(state).replace("\"format\": 2", "\"format\": 3"));
        assertRefused(Kind.CHECKPOINT, () -> store().find(log::add)).contains("format 3");
        assertThat(names()).containsExactly("step-00000001", "step-00000002");
    }

    /** Room for so many percent of a checkpoint; what does not fit into 99 % is the last file. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5, 50, 99})
    void fullDiskIsOneLineAndTheCheckpointBeforeStaysWhole(int percent) throws IOException {
        save(store(), 1);
        long whole = 0;
        try (var files = Files.list(folder.resolve("step-00000001"))) {
            for (Path file : files.toList()) {
                whole += Files.size(file);
            }
        }
        long room = whole * percent / 100;
        CheckpointStore full = new CheckpointStore(folder, 1).on(new FullDisk(room));
        assertRefused(Kind.CHECKPOINT, () -> save(full, 2)).contains("step-00000002", "no space left");
        assertThat(names()).containsExactly("step-00000001");
        assertThat(newest(store()).run()).isEqualTo(at(1));
    }
}
