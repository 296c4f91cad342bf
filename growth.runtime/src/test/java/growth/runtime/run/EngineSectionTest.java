package growth.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.engine.Device;
import growth.api.engine.Placement;
import growth.api.engine.Precision;
import growth.runtime.config.DottedValues;
import growth.runtime.config.YamlReader;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.fake.PlacedToy;
import growth.runtime.fake.ToyEngine;
import growth.runtime.prepare.PreparedRun;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineSectionTest {
    private static final String RUN = """
            model: {family: llama, layers: 2, hidden: 16, heads: 2, intermediate: 24, context: 32}
            data: {kind: toy}
            training: {duration: 100ba, batch: 4}
            """;
    private final PlacedToy toy = new PlacedToy(new ToyEngine(), 2);
    private final FakeCatalogue catalogue = FakeCatalogue.toys().with("plain", new ToyEngine()).with("toy", toy);

    @TempDir
    Path folder;

    private static Map<String, String> values(RunFile run) {
        return DottedValues.of("run.yaml", run.resolved());
    }

    private static String engine(RunFile run) {
        Map<String, String> values = values(run);
        return values.get("engine.kind") + ", " + values.get("engine.device") + ", " + values.get("engine.precision");
    }

    private RunFile read(String text, String... overrides) {
        return catalogue.read(folder, RUN + text, overrides);
    }

    @Test
    void withoutASectionTheDefaultEngineComputesAndIsWrittenDown() {
        RunFile run = read("");
        assertThat(run.engine().kind()).contains("plain");
        assertThat(run.engine().placement()).isEqualTo(Placement.AUTO);
        assertThat(engine(run)).isEqualTo("plain, auto, f32");
        try (PreparedRun prepared = catalogue.prepare(folder, run)) {
            assertThat(prepared.computing()).hasToString("plain on cpu");
            assertThat(prepared.engineOptions().placement().device()).isEqualTo(Device.CPU);
        }
    }

    @Test
    void aNameAloneIsTheWholeSection() {
        assertThat(engine(read("engine: toy\n"))).isEqualTo("toy, auto, f32");
    }

    @Test
    void saysWhereAndInWhichFormat() {
        RunFile run = read("engine: {kind: toy, device: cuda:1, precision: bf16, library: lib}\n");
        assertThat(run.engine().placement()).isEqualTo(new Placement(Device.cuda(1), Precision.BF16,
                Optional.of(folder.resolve("lib").toString())));
        assertThat(engine(read("engine: {kind: toy, device: cuda:1}\n"))).isEqualTo("toy, cuda:1, f32");
        try (PreparedRun prepared = catalogue.prepare(folder, run)) {
            assertThat(prepared.engineOptions().placement()).isEqualTo(run.engine().placement());
            assertThat(prepared.computing()).hasToString("toy on cuda:1 in bf16");
        }
    }

    @Test
    void theOlderKeyIsStillRead() {
        String old = RUN.replace("batch: 4", "batch: 4, engine: toy");
        assertThat(engine(catalogue.read(folder, old))).isEqualTo("toy, auto, f32");
        assertThat(values(catalogue.read(folder, old))).doesNotContainKey("training.engine");
        assertThat(catalogue.read(folder, old, "engine=plain").engine().kind()).contains("plain");
        assertThat(read("engine: plain\n", "training.engine=toy").engine().kind()).contains("toy");
        refused(() -> catalogue.read(folder, old + "engine: plain\n"), Kind.CONFIGURATION, folder.resolve("run.yaml")
                + ":3: training.engine is an older form of engine.kind, which is written too; leave training.engine out");
        assertThat(EngineKeys.moved(Map.of("training.engine", "cpu", "seed", "1"))).isEqualTo(Map.of("engine.kind", "cpu", "engine.device",
                "auto", "engine.precision", "f32", "seed", "1"));
    }

    @Test
    void anotherEngineDoesNotInheritWhatWasSaidOfTheFirst() {
        String section = "engine: {kind: toy, device: cuda:1, precision: bf16}\n";
        assertThat(engine(read(section, "engine.kind=plain"))).isEqualTo("plain, auto, f32");
        assertThat(engine(read(section, "engine.kind=toy", "engine.device=cpu"))).isEqualTo("toy, cpu, bf16");
        Mapping laid = RunOverlay.of(YamlReader.document("a", section), YamlReader.document("b", "engine: plain"));
        assertThat(laid.entries().get("engine").value()).isInstanceOfSatisfying(Mapping.class,
                engine -> assertThat(engine.entries()).containsOnlyKeys("kind"));
        assertThat(RunOverlay.of(YamlReader.document("a", "training: {engine: toy}"), YamlReader.document("b", "engine: {device: cpu}"))
                .entries().get("engine").value()).isInstanceOfSatisfying(Mapping.class,
                engine -> assertThat(engine.entries()).containsOnlyKeys("kind", "device"));
    }

    @Test
    void whatIsWrongIsRefusedAtItsLine() {
        refused(() -> read("engine: {kind: toy, device: gpu}\n"), Kind.CONFIGURATION, folder.resolve("run.yaml")
                + ":4: device: 'gpu' is not a device; write auto, cpu, cuda or, for the second GPU, cuda:1");
        refused(() -> read("engine:\n  kind: toy\n  precision: f16\n"), Kind.CONFIGURATION, folder.resolve("run.yaml") + ":6: ");
        refused(() -> prepare("engine:\n  kind: toy\n  device: cuda:7\n"), Kind.CONFIGURATION, folder.resolve("run.yaml")
                + ":6: engine.device: there is no cuda:7; this machine has cuda:0 to cuda:1");
        refused(() -> prepare("engine:\n  kind: plain\n  precision: bf16\n"), Kind.CONFIGURATION, folder.resolve("run.yaml")
                + ":6: engine.precision: this engine computes in f32 alone, not in bf16");
        refused(() -> prepare("", "engine.kind=plain", "engine.device=cuda"), Kind.CONFIGURATION,
                "--set engine.device: this engine computes on the cpu alone, not on cuda");
        refused(() -> prepare("engine: nix\n"), Kind.MISSING_PLUGIN, folder.resolve("run.yaml") + ":4: engine.kind: nix is not installed");
    }

    @Test
    void anEngineThatCannotComputeHereSaysWhatToInstall() {
        toy.library = Optional.empty();
        refused(() -> prepare("engine: toy\n"), Kind.MISSING_PLUGIN, folder.resolve("run.yaml")
                + ":4: engine.kind: engine 'toy' cannot compute here: libtoy is not found; install toy");
        assertThat(catalogue.held()).as("leases").isZero();
    }

    private void prepare(String text, String... overrides) {
        catalogue.prepare(folder, read(text, overrides)).close();
    }

    private static void refused(ThrowingCallable action, Kind kind, String message) {
        assertThatThrownBy(action).isInstanceOfSatisfying(GrowthException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageStartingWith(message);
    }
}
