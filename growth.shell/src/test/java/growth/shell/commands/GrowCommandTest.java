package growth.shell.commands;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.api.options.ShapeChange;
import growth.api.training.GrowthReport;
import growth.api.training.PluginOrigin;
import growth.runtime.train.CheckpointGrower;
import growth.shell.fake.FakeCatalogue;
import growth.shell.fake.FakeOperator;
import growth.shell.fake.Runs;
import growth.shell.fake.Trial;
import growth.shell.fake.Trial.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrowCommandTest {
    private String asked = "";

    private final CheckpointGrower grower = new CheckpointGrower() {
        @Override
        public GrowthReport grow(Path from, Path to, String operator, ShapeChange shape, List<String> options, long seed) {
            asked = from + " " + to + " " + operator + " " + shape.sizes() + " " + options + " " + seed;
            double unknown = Double.NaN;
            return new GrowthReport(operator, Runs.shape(3), shape.applyTo(Runs.shape(3)), "layers 0 1 2 0 1 2", Preservation.NONE, unknown,
                    unknown, unknown, unknown, List.of(), unknown, OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART, 0.5, 1 << 20,
                    new PluginOrigin("fake.bundle", "1.0.0", ""));
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
                "order=direct", "--seed", "7");

        assertThat(result.status()).isZero();
        assertThat(asked).isEqualTo("small large stack {layers=6} [order=direct] 7");
        assertThat(result.out()).contains("growth: stack", "llama 3L 64H", "llama 6L 64H", "layers 0 1 2 0 1 2").endsWith("wrote large\n");
    }

    @Test
    void takesSeveralSizes() {
        trial.run("grow", "--from", "s", "--to", "l", "--operator", "stack", "--shape", "layers=6,intermediate=352");

        assertThat(asked).isEqualTo("s l stack {layers=6, intermediate=352} [] 1");
    }

    @Test
    void printsTheReportAsJson() {
        assertThat(trial.run("grow", "--from", "s", "--to", "l", "--operator", "stack", "--shape", "layers=6", "--json").out())
                .contains("\"operator\": \"stack\"", "\"map\": \"layers 0 1 2 0 1 2\"", "\"loss_before\": null");
    }

    @Test
    void refusesUnknownSizesAndMissingOptions() {
        Result unknown = trial.run("grow", "--from", "s", "--to", "l", "--operator", "stack", "--shape", "layres=6");
        assertThat(unknown.status()).isEqualTo(2);
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
