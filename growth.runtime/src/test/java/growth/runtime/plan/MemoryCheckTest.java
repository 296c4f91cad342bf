package growth.runtime.plan;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import growth.api.GrowthException.Kind;
import growth.api.engine.Engine.DeviceMemory;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.fake.PlacedToy;
import growth.runtime.fake.ToyEngine;
import growth.runtime.folder.RunFolder;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.run.RunFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryCheckTest {
    private static final MemoryLimit LIMIT = new MemoryLimit(10e9, "this machine");
    @TempDir
    private Path folder;

    private static MemoryCheck check(double models) {
        return new MemoryCheck("run.yaml", Plan.Memory.host(1e9, models), LIMIT);
    }

    @Test
    void whatDoesNotFitIsRefusedAndWhatHardlyFitsIsSaid() {
        assertThat(check(7e9).refusal()).isEmpty();
        assertThat(check(7e9).warnings()).isEmpty();
        assertThat(check(8.5e9).refusal()).isEmpty();
        assertThat(check(8.5e9).warnings()).singleElement().asString().startsWith("run.yaml: the run takes 9.5 GB of memory (8.5 GB for"
                + " models), and this machine has 10.0 GB: it may run out of memory; make the model");
        assertThat(check(9.5e9).warnings()).isEmpty();
        assertThat(check(9.5e9).refusal().orElseThrow()).startsWith("run.yaml: the run takes 10.5 GB of memory (9.5 GB for models), and"
                + " this machine has 10.0 GB; make the model, training.batch").doesNotContain("\n");
        assertThat(new MemoryCheck("run.yaml", Plan.Memory.host(Double.NaN, 1e12), LIMIT).refusal()).isEmpty();
    }

    @Test
    void aDeviceIsHeldAgainstItsOwnMemory() {
        DeviceMemory memory = new DeviceMemory("Toy T1", 80_000_000_000L, 60_000_000_000L);
        assertThat(onDevice(50e9, memory).refusal()).isEmpty();
        assertThat(onDevice(50e9, memory).warnings()).isEmpty();
        assertThat(onDevice(55e9, memory).warnings()).singleElement().asString().startsWith("run.yaml: the run takes 55.0 GB of memory of"
                + " cuda:1, and Toy T1 has 80.0 GB, of which 60.0 GB are free now: it may run out of memory; make the model, training");
        assertThat(onDevice(81e9, memory).warnings()).isEmpty();
        assertThat(onDevice(81e9, memory).refusal().orElseThrow()).startsWith("run.yaml: the run takes 81.0 GB of memory of cuda:1, and Toy"
                + " T1 has 80.0 GB; make the model, training.batch or the context smaller, raise training.accumulation");
    }

    private static MemoryCheck onDevice(double bytes, DeviceMemory memory) {
        return new MemoryCheck("run.yaml", new Plan.Memory(1e9, 1e9, Optional.of(new Plan.DeviceUse("cuda:1", memory, bytes))), LIMIT);
    }

    @Test
    void aPlanTellsMachineAndDeviceApart() throws IOException {
        PlacedToy toy = new PlacedToy(new ToyEngine(), 2);
        FakeCatalogue catalogue = FakeCatalogue.toys().with("toy", toy);
        RunFile file = catalogue.read(folder, """
                model: {family: llama, layers: 4, hidden: 16, heads: 2, intermediate: 24, context: 32}
                data: {kind: toy}
                training: {duration: 100ba, batch: 4}
                engine: {kind: toy, device: cuda:1}
                growth:
                  schedule: {kind: hop, from: {layers: 2}, at: 25%}
                  operator: {kind: stack}
                """);
        Plan plan = new PlannerComponent(catalogue, name -> new RunFolder(folder.resolve("runs"))).plan(file, line -> { });
        long parameters = plan.stages().get(1).parameters();
        assertThat(plan.memory().device().orElseThrow()).isEqualTo(new Plan.DeviceUse("cuda:1", toy.memory, plan.stages().get(1).bytes()));
        // the small model with two moments, in single precision, beside the grown one, which gets none from the toy
        assertThat(plan.memory().models()).isEqualTo(12.0 * plan.stages().get(0).parameters() + 4.0 * parameters)
                .isGreaterThan(12.0 * parameters);
        assertThat(plan.notes()).contains("times assume 50% of cuda:1's measured 1000 GFLOP/s");
        toy.memory = new DeviceMemory("Toy T0", 1000, 1000);
        Plan small = new PlannerComponent(catalogue, name -> new RunFolder(folder.resolve("runs"))).plan(file, line -> { });
        assertThat(small.refusal().orElseThrow()).contains("of memory of cuda:1, and Toy T0 has");
        try (PreparedRun run = catalogue.prepare(folder, file)) {
            assertRefused(Kind.CONFIGURATION, () -> MemoryCheck.require(run));
        }
    }

    /** Petabytes of parameters, by a schedule that knows its times and by one that does not. */
    @Test
    void aModelThatFitsNowhereIsPlannedButNotTrained() throws IOException {
        for (String schedule : List.of("at: 25%", "timeless: true")) {
            FakeCatalogue catalogue = FakeCatalogue.toys().with("cpu", new ToyEngine());
            RunFile file = catalogue.read(folder, """
                    model: {family: llama, layers: 1000, hidden: 262144, heads: 4, intermediate: 1048576, context: 32}
                    data: {kind: toy}
                    training: {duration: 100ba, batch: 4}
                    growth:
                      schedule: {kind: hop, from: {layers: 2}, %s}
                      operator: {kind: stack}
                    """.formatted(schedule));
            Plan plan = new PlannerComponent(catalogue, name -> new RunFolder(folder.resolve("runs"))).plan(file, line -> { });
            assertThat(plan.refusal().orElseThrow()).contains("run.yaml: the run takes ", " PB of memory", " has ");
            try (PreparedRun run = catalogue.prepare(folder, file)) {
                assertRefused(Kind.CONFIGURATION, () -> MemoryCheck.require(run));
            }
        }
    }
}
