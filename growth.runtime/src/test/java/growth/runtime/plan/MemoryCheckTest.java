package growth.runtime.plan;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import growth.api.GrowthException.Kind;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.fake.ToyEngine;
import growth.runtime.folder.RunFolder;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.run.RunFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryCheckTest {
    private static final MemoryLimit LIMIT = new MemoryLimit(10e9, "this machine");
    @TempDir
    private Path folder;

    private static MemoryCheck check(double models) {
        return new MemoryCheck("run.yaml", new Plan.Memory(1e9, models), LIMIT);
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
        assertThat(new MemoryCheck("run.yaml", new Plan.Memory(Double.NaN, 1e12), LIMIT).refusal()).isEmpty();
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
