package growth.runtime.disk;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.algebra.GrowthMap;
import growth.api.algebra.LayerMap;
import growth.api.algebra.ParameterInitializer;
import growth.api.algebra.StateGrowth;
import growth.api.algebra.TensorStep;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OperatorCard;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.api.options.Card;
import growth.api.options.ShapeChange;
import growth.api.training.GrowthReport;
import growth.formats.folder.AtomicFolder;
import growth.formats.huggingface.ModelFolder;
import growth.formats.huggingface.ModelWeights;
import growth.formats.safetensors.SafetensorsArrays;
import growth.formats.safetensors.TensorType;
import growth.reference.SmallShapes;
import growth.runtime.fake.FakeCatalogue;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Growing from file to file gives the bits of growing in memory, in the file's own type. */
class StreamedGrowthTest {
    private static final int SEED = 5;
    private final Padding padding = new Padding();
    private final CheckpointGrower grower =
            new CheckpointGrowerComponent(new FakeCatalogue().with(padding));
    @TempDir
    private Path home;

    private GrowthReport grow(Path from, Path to, String operator, ShapeChange shape, List<String> options, long seed) {
        return grower.grow(new CheckpointGrowth(from, to, operator, shape, options, seed, Optional.empty())).report();
    }

    @ParameterizedTest
    @CsvSource({"LLAMA, F32", "LLAMA, BF16", "LLAMA, F16", "LLAMA, F64", "GPT2, BF16", "BERT, F16", "VIT, BF16"})
    void givesWhatMemoryGives(Family family, TensorType type) {
        Path small = home.resolve("small");
        save(small, family, type);
        grow(small, home.resolve("streamed"), "padding", change(family), List.of(), SEED);
        try (ModelWeights weights = ModelWeights.open(home.resolve("streamed"))) {
            assertThat(weights.parameters()).allSatisfy(name -> assertThat(weights.type(name)).isEqualTo(type));
        }
        DataType arrays = type == TensorType.F64 ? DataType.DOUBLE : DataType.FLOAT;
        try (ModelState before = ModelFolder.read(small, arrays)) {
            GrowthPlan plan = padding.plan(request(before.shape(), change(family).applyTo(before.shape())));
            try (ModelState grown = StateGrowth.apply(plan, before, OptimizerStatePolicy.RESET, SEED);
                    AtomicFolder expected = AtomicFolder.begin(home.resolve("expected"))) {
                ModelFolder.write(expected, grown, type);
                expected.commit();
            }
        }
        assertThat(home.resolve("streamed/model.safetensors")).hasSameBinaryContentAs(home.resolve("expected/model.safetensors"));
        assertThat(home.resolve("streamed/config.json")).hasSameBinaryContentAs(home.resolve("expected/config.json"));
    }

    @Test
    void readsShards() throws IOException {
        Path small = home.resolve("small");
        save(small, Family.LLAMA, TensorType.F32);
        Path sharded = Files.createDirectory(home.resolve("sharded"));
        Files.copy(small.resolve("config.json"), sharded.resolve("config.json"));
        try (ModelState state = ModelFolder.read(small, DataType.FLOAT)) {
            shard(sharded, state);
        }
        grow(small, home.resolve("a"), "padding", change(Family.LLAMA), List.of(), SEED);
        grow(sharded, home.resolve("b"), "padding", change(Family.LLAMA), List.of(), SEED);
        assertThat(home.resolve("b/model.safetensors")).hasSameBinaryContentAs(home.resolve("a/model.safetensors"));
    }

    /** Two files and their index: every second tensor in the second file. */
    private static void shard(Path folder, ModelState state) throws IOException {
        List<Map<String, INDArray>> shards = List.of(new LinkedHashMap<>(), new LinkedHashMap<>());
        StringBuilder index = new StringBuilder();
        int next = 0;
        for (Map.Entry<String, INDArray> e : state.parameters().entrySet()) {
            int shard = next++ % 2;
            shards.get(shard).put(e.getKey(), e.getValue());
            index.append(index.isEmpty() ? "" : ", ").append('"').append(e.getKey()).append("\": \"part-").append(shard)
                    .append(".safetensors\"");
        }
        Files.writeString(folder.resolve("model.safetensors.index.json"), "{\"weight_map\": {" + index + "}}");
        for (int i = 0; i < shards.size(); i++) {
            try (FileChannel channel = FileChannel.open(folder.resolve("part-" + i + ".safetensors"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE)) {
                SafetensorsArrays.write(channel, shards.get(i), Map.of());
            }
        }
    }

    @Test
    void holdsTwoTensorsAndNotTwoModels() {
        Path small = home.resolve("small");
        save(small, Family.LLAMA, TensorType.F32);
        long streamed = grow(small, home.resolve("a"), "padding", change(Family.LLAMA), List.of(), SEED).cost().peakBytes();
        // the largest: 16 × 8 to 32 × 16 floats of W_Q
        assertThat(streamed).isEqualTo((16 * 8 + 32 * 16) * 4);
    }

    private static void save(Path folder, Family family, TensorType type) {
        try (ModelState state = ParameterInitializer.initialize(SmallShapes.of(family), 7);
                AtomicFolder target = AtomicFolder.begin(folder)) {
            ModelFolder.write(target, state, type);
            target.commit();
        }
    }

    private static ShapeChange change(Family family) {
        String heads = family == Family.LLAMA ? "heads=8,kv-heads=4" : "heads=4";
        return ShapeChange.parse("layers=3,hidden=16,intermediate=10," + heads);
    }

    private static GrowthRequest request(ModelShape from, ModelShape to) {
        return new GrowthRequest(from, to, growth.api.options.Options.none(), OptimizerStatePolicy.RESET, SEED);
    }

    /** Pads every width, with random numbers in it, stacks, and has a step of its own. */
    private static final class Padding implements GrowthOperator {
        @Override
        public OperatorCard card() {
            return new OperatorCard(new Card("padding", "Pads.", "a test"), "[W, 0]", Preservation.NONE, "none",
                    Set.of(Family.values()), OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART, "anything but tests");
        }

        @Override
        public GrowthPlan plan(GrowthRequest request) {
            return GrowthPlan.of(GrowthMap.between(request.from(), request.to()).padWidth(0.1)
                    .layers(LayerMap.stack(request.from().layers(), request.to().layers())).build("padding"), Preservation.NONE)
                    .then(new TensorStep.Own((tensor, values) -> values[0] += tensor.source().orElseThrow()[0]
                            + tensor.random(0).nextDouble()));
        }
    }
}
