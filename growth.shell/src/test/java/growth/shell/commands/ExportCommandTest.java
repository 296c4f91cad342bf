package growth.shell.commands;

import static org.assertj.core.api.Assertions.assertThat;

import growth.runtime.disk.CheckpointExporter;
import growth.runtime.disk.ExportedModel;
import growth.shell.fake.Runs;
import growth.shell.fake.Trial;
import growth.shell.fake.Trial.Result;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportCommandTest {
    private String asked = "";
    private final CheckpointExporter exporter = order -> {
        asked = order.to() + " " + order.format() + " " + order.average() + " " + order.weights();
        return new ExportedModel(order.from(), Runs.shape(3), List.of("weights"), 4_200_000, List.of("pytorch_model.bin"),
                List.of("gates are not yet open"));
    };
    private final Trial trial = new Trial().with("export", () -> new ExportCommand(exporter));

    @Test
    void saysWhatWasWrittenAndWhatIsMissing() {
        Result result = trial.run("export", "runs/a", "--to", "model", "--average", "0.99").ends(0);
        assertThat(result.out()).startsWith("wrote model: the average 0.99 of runs/a\n").contains("4.2 MB in weights",
                "left out pytorch_model.bin");
        assertThat(result.err()).isEqualTo("warning: gates are not yet open\n");
        assertThat(trial.run("export", "runs/a", "--format", "samediff", "--out", "a.fb").out())
                .contains("placeholders input_ids\n", "outputs logits, last_hidden_state, hidden_states.0 to hidden_states.3\n");
    }

    @ParameterizedTest
    @CsvSource({"runs/a,hf,a-hf HF", "runs/a/,npy,a-npy NPY", "runs/a/checkpoints/step-00000391,samediff,a-step-00000391.fb SAMEDIFF"})
    void namesWhatItWritesAfterWhatItReads(String from, String format, String written) {
        trial.run("export", from, "--format", format).ends(0);
        assertThat(asked).startsWith(written + " ");
    }

    @Test
    void takesTypeShardsAndHead() {
        trial.run("export", "llama", "--to", "x", "--dtype", "bf16", "--shard-size", "1.5MiB", "--head", "untied").ends(0);
        assertThat(asked).endsWith("Weights[type=Optional[BF16], largest=Optional[1572864], tied=Optional[false]]");
        trial.run("export", "llama", "--to", "x", "--shard-size", "2GB").ends(0);
        assertThat(asked).contains("largest=Optional[2000000000]", "type=Optional.empty", "tied=Optional.empty");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--format onnx | --format must be hf, samediff or npy, not 'onnx'",
        "--dtype f8 | --dtype must be f32, bf16 or f16, not 'f8'",
        "--format samediff --dtype f16 | --dtype is f32 for --format samediff, not 'f16'",
        "--format npy --dtype bf16 | --dtype must be f32 or f16 for --format npy: NumPy has no bf16",
        "--format npy --shard-size 5GB | --shard-size is for --format hf",
        "--format samediff --head tied | --head is for --format hf",
        "--shard-size 5i | --shard-size must be a size such as 5GB or 500MB, not '5i'",
        "--shard-size 0 | --shard-size must be a size such as 5GB or 500MB, not '0'",
        "--head none | --head must be tied or untied, not 'none'"})
    void refusesWhatDoesNotFitTogether(String options, String message) {
        String[] line = ("export dir --to x " + options).split(" ");
        assertThat(trial.run(line)).isEqualTo(new Result(2, "", "growth: " + message + "; see 'growth help export'\n"));
        assertThat(asked).isEmpty();
    }
}
