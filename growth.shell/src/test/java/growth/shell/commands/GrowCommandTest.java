package growth.shell.commands;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.model.Trainable;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.api.training.GrowthReport;
import growth.api.training.PluginOrigin;
import growth.formats.safetensors.TensorType;
import growth.runtime.disk.CheckpointGrower;
import growth.runtime.disk.CheckpointGrowth;
import growth.runtime.disk.GrownCheckpoint;
import growth.runtime.disk.GrownCheckpoint.LogitChange;
import growth.runtime.engine.EngineChoice;
import growth.shell.fake.FakeCatalogue;
import growth.shell.fake.FakeOperator;
import growth.shell.fake.Runs;
import growth.shell.fake.Trial;
import growth.shell.fake.Trial.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GrowCommandTest {
    private String asked = "";

    private final CheckpointGrower grower = new CheckpointGrower() {
        @Override
        public CheckpointGrower on(EngineChoice engine) {
            return this;
        }

        @Override
        public GrownCheckpoint grow(CheckpointGrowth growth) {
            asked = growth.from() + " " + growth.to() + " " + growth.operator() + " " + growth.shape().sizes() + " " + growth.options()
                    + " " + growth.seed();
            GrowthReport report = new GrowthReport(new GrowthReport.Change(growth.operator(), new PluginOrigin("fake.bundle", "1.0.0", ""),
                    Runs.shape(3), growth.shape().applyTo(Runs.shape(3)), "layers 0 1 2 0 1 2", Preservation.EXACT, Optional.empty()),
                    GrowthReport.Effect.UNKNOWN, new GrowthReport.Policies(OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART,
                    Trainable.ALL), new GrowthReport.Cost(0.5, 1 << 20, false));
            return new GrownCheckpoint(report, growth.type().orElse(TensorType.BF16),
                    Optional.of(new LogitChange(0.0125, 0.001, "2 × 64 random tokens")), "", List.of("generation_config.json"),
                    List.of("README.md"), 0.75);
        }

        @Override
        public Map<String, String> describe(Path folder) {
            return Map.of();
        }
    };
    private final FakeCatalogue catalogue = new FakeCatalogue().with(new FakeOperator("stack"));
    private final Trial trial = new Trial().with("grow", () -> new GrowCommand(grower, catalogue));

    @Test
    void growsAndPrintsTheReport() {
        Result result = trial.run("grow", "--from", "small", "--to", "large", "--operator", "stack", "--shape", "layers=6", "--set",
                "order=direct", "--seed", "7").ends(0);
        assertThat(asked).isEqualTo("small large stack {layers=6} [order=direct] 7");
        assertThat(result.out()).contains("growth: stack", "llama 3L 64H", "llama 6L 64H", "layers 0 1 2 0 1 2",
                "on disk   after 0.75 s, with reading and writing").endsWith("wrote large\n");
    }

    @Test
    void saysThatAnExactGrowthIsRounded() {
        String[] grow = {"grow", "--from", "s", "--to", "l", "--operator", "stack", "--shape", "layers=6"};
        assertThat(trial.run(grow).out()).contains("claimed   exact before values are rounded to BF16; --dtype f32 keeps them",
                "measured  max |Δlogit| 1.25e-02 (1.0e-03 of the largest) as written in BF16, on 2 × 64",
                "carried   generation_config.json", "left out  README.md");
        Result plain = trial.run("grow", "--from", "s", "--to", "l", "--operator", "stack", "--shape", "layers=6", "--dtype", "F32");
        assertThat(plain.out()).contains("claimed   exact ", "as written in F32").doesNotContain("rounded");
        Result wrong = trial.run("grow", "--from", "s", "--to", "l", "--operator", "stack", "--shape", "layers=6", "--dtype", "fp8");
        assertThat(wrong).isEqualTo(new Result(2, "", "growth: --dtype must be f32, bf16 or f16, not 'fp8'; see 'growth help grow'\n"));
    }

    @Test
    void takesSeveralSizes() {
        trial.run("grow", "--from", "s", "--to", "l", "--operator", "stack", "--shape", "layers=6,intermediate=352");

        assertThat(asked).isEqualTo("s l stack {layers=6, intermediate=352} [] 1");
    }

    @Test
    void printsTheReportAsJson() {
        assertThat(trial.run("grow", "--from", "s", "--to", "l", "--operator", "stack", "--shape", "layers=6", "--json").out())
                .contains("\"operator\": \"stack\"", "\"map\": \"layers 0 1 2 0 1 2\"", "\"loss_before\": null",
                        "\"max_logit_change\": 0.0125", "\"left_out\"");
    }

    @Test
    void refusesUnknownSizesAndMissingOptions() {
        Result unknown = trial.run("grow", "--from", "s", "--to", "l", "--operator", "stack", "--shape", "layres=6").ends(2);
        assertThat(unknown.err()).startsWith("growth: 'layres' is not a size; there are layers, hidden").hasLineCount(1);

        Result missing = trial.run("grow", "--from", "s", "--shape", "layers=6");
        assertThat(missing).isEqualTo(new Result(2, "", "growth: grow needs --to DIR and --operator OPERATOR; see 'growth help grow'\n"));
        assertThat(asked).isEmpty();
    }

    @Test
    void completesOperatorsAndSizes() {
        GrowCommand command = new GrowCommand(grower, catalogue);

        assertThat(command.candidates("OPERATOR")).containsExactly("stack");
        assertThat(command.candidates("SIZE=N,…")).contains("layers=", "hidden=");
        assertThat(command.candidates("DIR")).isEmpty();
    }
}
