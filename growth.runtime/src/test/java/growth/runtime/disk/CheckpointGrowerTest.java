package growth.runtime.disk;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.algebra.ParameterInitializer;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.operator.Preservation;
import growth.api.options.ShapeChange;
import growth.api.training.GrowthReport;
import growth.formats.huggingface.ModelFolder;
import growth.ops.stacking.DirectOperator;
import growth.ops.stacking.IdentityOperator;
import growth.ops.stacking.LearnedOperator;
import growth.ops.stacking.RandomOperator;
import growth.ops.stacking.StackOperator;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.fake.ToyOperator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class CheckpointGrowerTest {
    private final FakeCatalogue catalogue = new FakeCatalogue().with(new StackOperator()).with(new IdentityOperator())
            .with(new DirectOperator()).with(new RandomOperator()).with(new LearnedOperator()).with(new ToyOperator("toy"));
    private final CheckpointGrower grower = new CheckpointGrowerComponent(catalogue);
    @TempDir
    private Path home;
    private Path small;

    @BeforeEach
    void makeSmallModel() throws IOException {
        ModelShape shape =
                ModelShape.builder(Family.LLAMA).layers(2).hidden(16).heads(2).intermediate(24).vocabulary(32).context(16).build();
        small = home.resolve("small");
        try (ModelState state = ParameterInitializer.initialize(shape, 7)) {
            ModelFolder.save(small, state);
        }
        Files.writeString(small.resolve("tokenizer.json"), "{}");
    }

    private GrowthReport grow(Path from, Path to, String operator, ShapeChange shape, List<String> options, long seed) {
        return grower.grow(new CheckpointGrowth(from, to, operator, shape, options, seed, Optional.empty())).report();
    }

    @Test
    void anInterruptLeavesNothingBehind() throws IOException {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> grow(small, home.resolve("large"), "stack", ShapeChange.parse("layers=6"), List.of(), 1))
                .isInstanceOf(RuntimeException.class);
        assertThat(Thread.interrupted()).isTrue();
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files).containsExactly(small);
        }
        assertThat(catalogue.held()).isZero();
    }

    @Test
    void stacksACheckpoint() {
        Path large = home.resolve("large");
        GrowthReport report = grow(small, large, "stack", ShapeChange.parse("layers=6"), List.of(), 1);
        assertThat(report.change().to().layers()).isEqualTo(6);
        assertThat(report.change().claimed()).isEqualTo(Preservation.NONE);
        assertThat(report.effect().lossBefore()).isNaN();
        assertThat(report.cost().tensorByTensor()).isTrue();
        assertThat(large.resolve("tokenizer.json")).hasContent("{}");
        assertThat(large.resolve("provenance.json")).content().contains("\"operator\": \"stack\"", "\"seed\": 1");
        try (ModelState before = ModelFolder.read(small, DataType.FLOAT); ModelState after = ModelFolder.read(large, DataType.FLOAT)) {
            for (int layer = 0; layer < 6; layer++) {
                String name = ".mlp.down_proj.weight";
                assertThat(after.parameters().get("model.layers." + layer + name)).isEqualTo(before.parameters().get("model.layers."
                        + layer % 2 + name));
            }
        }
        assertThat(catalogue.held()).isZero();
    }

    @Test
    void everyOperatorThatDoesNotLearnGrowsTensorByTensor() {
        GrowthReport report = grow(small, home.resolve("wide"), "direct", ShapeChange.parse("intermediate=48"), List.of("split=noisy"), 1);
        assertThat(report.cost().tensorByTensor()).isTrue();
        // the largest: the old and the new W_down
        assertThat(report.cost().peakBytes()).isEqualTo(4 * 16 * (24 + 48));
    }

    @Test
    void whatOnlyTrainingCanFinishIsRefused() {
        assertRefused(Kind.CONFIGURATION, () -> grow(small, home.resolve("gated"), "random", ShapeChange.parse("layers=4"), List.of(), 1))
                .contains("operator random makes gates that only training opens; use it in a run");
        assertRefused(Kind.CONFIGURATION, () -> grow(small, home.resolve("learned"), "learned", ShapeChange.parse("layers=4"),
                List.of(), 1))
                .contains("operator learned learns from data, and a checkpoint on disk has none; use it in a run: growth train");
        assertThat(home).isDirectoryNotContaining("glob:**{gated,learned}");
    }

    @Test
    void optionsReachTheOperator() {
        grow(small, home.resolve("a"), "identity", ShapeChange.parse("layers=4"), List.of("order=appended"), 1);
        assertThat(home.resolve("a/provenance.json")).content().contains("order=appended");
        assertThatThrownBy(() -> grow(small, home.resolve("b"), "identity", ShapeChange.parse("layers=4"),
                List.of("ordre=appended"), 1))
                .isInstanceOf(GrowthException.class).hasMessageContaining("ordre").hasMessageContaining("order");
        assertThat(home.resolve("b")).doesNotExist();
    }

    @Test
    void refusesInOneLineAndWritesNothing() {
        Path to = home.resolve("to");
        assertRefused(Kind.CONFIGURATION, () -> grow(small, small, "stack", ShapeChange.parse("layers=4"), List.of(), 1))
                .contains("exists");
        assertRefused(Kind.CONFIGURATION, () -> grow(small, to, "stack", ShapeChange.parse("layers=2"), List.of(), 1)).contains("--shape");
        assertRefused(Kind.CONFIGURATION, () -> grow(small, to, "stack", ShapeChange.parse("layers=1"), List.of(), 1));
        assertRefused(Kind.CONFIGURATION, () -> grow(small, to, "stack", ShapeChange.parse("layers=4,hidden=32"), List.of(), 1));
        assertRefused(Kind.MISSING_PLUGIN, () -> grow(small, to, "stuck", ShapeChange.parse("layers=4"), List.of(), 1)).contains("stack");
        assertRefused(Kind.CHECKPOINT, () -> grow(home.resolve("nothing"), to, "stack", ShapeChange.parse("layers=4"), List.of(), 1))
                .contains("nothing");
        assertThat(to).doesNotExist();
        assertThat(catalogue.held()).isZero();
    }

    @Test
    void describesModels() {
        assertThat(grower.describe(small)).containsEntry("tokenizer", "tokenizer.json").containsKey("parameters").doesNotContainKey("step");
    }
}
