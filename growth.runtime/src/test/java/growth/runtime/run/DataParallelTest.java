package growth.runtime.run;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import growth.api.GrowthException.Kind;
import growth.parallel.session.LocalSteps;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.fake.ToyEngine;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.run.DataParallel.Mode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataParallelTest {
    private static final String RUN = """
            model: {family: llama, layers: 2, hidden: 16, heads: 2, intermediate: 24, context: 32}
            data: {kind: toy}
            training: {duration: 100ba, batch: 12, accumulation: 2}
            """;
    private final FakeCatalogue catalogue = FakeCatalogue.toys().with("cpu", new ToyEngine());

    @TempDir
    private Path folder;

    private RunFile read(String text, String... overrides) {
        return catalogue.read(folder, RUN + text, overrides);
    }

    private void refused(String section, String message) {
        assertRefused(Kind.CONFIGURATION, () -> read(section)).satisfies(m -> assertThat(m.replace(folder + "/", "")).isEqualTo(message));
    }

    @Test
    void aRunWithoutTheSectionIsTrainedByOneProcessAndSaysNothingOfIt() {
        RunFile run = read("");
        assertThat(run.parallel()).isEqualTo(DataParallel.ALONE);
        assertThat(run.parts()).isEqualTo(2);
        assertThat(run.resolved()).doesNotContain("data-parallel");
    }

    @Test
    void aBatchIsComputedInAtLeastAsManyPartsAsThereAreRanks() {
        RunFile run = read("data-parallel: {ranks: 6}\n");
        assertThat(run.parallel().ranks()).isEqualTo(6);
        assertThat(run.parallel().mode()).isEqualTo(Mode.SYNCHRONOUS);
        assertThat(run.parallel().local()).isEmpty();
        assertThat(run.parts()).isEqualTo(6);
        assertThat(run.computing().place()).endsWith("run.yaml:4");
        try (PreparedRun prepared = catalogue.prepare(folder, run)) {
            assertThat(prepared.engineOptions().rows()).isEqualTo(2);
        }
        assertThat(read("data-parallel: {ranks: 2}\n", "training.accumulation=4").parts()).isEqualTo(4);
        assertThat(read("", "data-parallel.ranks=3").parts()).isEqualTo(3);
        assertThat(run.resolved()).contains("data-parallel:\n  ranks: 6\n  mode: synchronous\n");
        assertThat(catalogue.read(folder, run.resolved()).parallel()).isEqualTo(run.parallel());
    }

    @Test
    void localStepsHaveDefaultsThatAreWrittenDown() {
        RunFile run = read("data-parallel: {ranks: 2, mode: local, local-steps: 20}\n");
        assertThat(run.parallel().local()).contains(new LocalSteps(20, 0.7, 0.9));
        assertThat(run.resolved()).contains("mode: local\n  local-steps: 20\n  outer-lr: 0.7\n  outer-momentum: 0.9\n");
        assertThat(catalogue.read(folder, run.resolved()).parallel()).isEqualTo(run.parallel());
    }

    @Test
    void whatCannotBeSharedIsRefusedWithWhatCan() {
        refused("data-parallel:\n  ranks: 5\n", "run.yaml:5: ranks: 5 does not divide training.batch 12; choose one of 1, 2, 3, 4, 6, 12,"
                + " or another batch");
        refused("data-parallel: {ranks: 0}\n", "run.yaml:4: data-parallel.ranks must be at least 1, not 0");
        refused("data-parallel: {ranks: 2, mode: async}\n", "run.yaml:4: data-parallel.mode must be one of synchronous, local, not"
                + " 'async'");
        refused("data-parallel: {ranks: 2, local-steps: 20}\n", "run.yaml:4: local-steps: it belongs to mode local, and the mode is"
                + " synchronous; leave it out, or write mode: local");
        refused("data-parallel: {ranks: 2, outer-momentum: 0.5}\n", "run.yaml:4: outer-momentum: it belongs to mode local, and the mode is"
                + " synchronous; leave it out, or write mode: local");
        refused("data-parallel: {mode: local}\n", "run.yaml:4: mode: one rank has nobody to average with; write ranks: 2 or more, or"
                + " leave mode out");
        refused("data-parallel: {rank: 2}\n", "run.yaml:4: unknown key 'rank' in data-parallel; did you mean 'ranks'?");
        assertRefused(Kind.CONFIGURATION, () -> read("data-parallel: {ranks: 2}\n", "training.accumulation=3", "training.batch=9"))
                .endsWith("run.yaml:4: ranks: 2 does not divide training.accumulation 3; choose one of 1, 3, or another accumulation");
        assertRefused(Kind.CONFIGURATION, () -> read("", "data-parallel.ranks=7"))
                .startsWith("--set data-parallel.ranks: 7 does not divide");
    }
}
