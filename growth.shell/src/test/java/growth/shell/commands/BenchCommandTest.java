package growth.shell.commands;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.engine.Engine;
import growth.shell.fake.CountingEngine;
import growth.shell.fake.FakeCatalogue;
import growth.shell.fake.Trial;
import growth.shell.fake.Trial.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchCommandTest {
    private final CountingEngine engine = new CountingEngine(100e9);
    private final FakeCatalogue catalogue = new FakeCatalogue().with("cpu", engine);
    private final Trial trial = new Trial().with("bench", () -> new BenchCommand(catalogue, null, Path.of("bin/growth")));

    @Test
    void measuresASizeThatIsNamedTwiceOnce() {
        Result result = trial.run("bench", "--size", "s,S", "--steps", "3", "--workers", "1").ends(0);
        assertThat(engine.asked.stream().filter(a -> a.startsWith("open"))).containsExactly("open 4L workers 1 rows 16");
        assertThat(result.out()).contains("size S     llama 4L 128H", "workers    1");
        assertThat(catalogue.held()).isZero();
    }

    @Test
    void printsJson() {
        assertThat(trial.run("bench", "--size", "S", "--steps", "3", "--json").out()).startsWith("{")
                .contains("\"size\": \"S\"", "\"steps\": 3",
                "\"peak_flops_per_second\": 1.0E11");
    }

    @Test
    void saysFirstWhatMakesTheEngineSlow() {
        engine.around = new Engine.Surroundings(Map.of("bf16", "in hardware"),
                List.of(new Engine.Hindrance("SLOW=1 makes it slow", "unset it")));
        assertThat(trial.run("bench", "--size", "S", "--steps", "3").lines()).startsWith("warning: SLOW=1 makes it slow; unset it")
                .contains("bf16       in hardware");
        assertThat(trial.run("bench", "--size", "S", "--steps", "3", "--json").out()).startsWith("{").contains("\"bf16\": \"in hardware\"",
                "\"SLOW=1 makes it slow; unset it\"");
    }

    @Test
    void soaksInsteadIfAsked() {
        Result result = trial.run("bench", "--soak", "40", "--workers", "1").ends(0);
        assertThat(result.out()).contains("last/fresh", "llama 8L 128H");
        assertThat(trial.run("bench", "--soak", "40", "--json").out()).contains("\"heap_bytes_per_step\"");
    }

    @Test
    void aStoppedMeasurementPrintsNothing() {
        assertThat(trial.stop(() -> true).run("bench", "--size", "S")).isEqualTo(new Result(130, "", ""));
    }

    @Test
    void refusesWhatCannotBeMeasured() {
        assertThat(trial.run("bench", "--size", "XL").err()).contains("--size: 'XL' is not one of S, M, L, L-1024, ").hasLineCount(1);
        assertThat(trial.run("bench", "--family", "t5").err()).contains("--family: 't5' is not one of llama, gpt2,").hasLineCount(1);
        assertThat(trial.run("bench", "--soak", "--growth").status()).isEqualTo(2);
        assertThat(trial.run("bench", "--seconds", "0").status()).isEqualTo(2);
        assertThat(trial.run("bench", "--engine", "gpu").status()).isEqualTo(3);
        assertThat(trial.run("bench", "--against", "gpu", "--size", "S").status()).isEqualTo(3);
        assertThat(trial.run("bench", "--against", "cpu:f8", "--size", "S").err()).contains("--against: 'f8' is not a number format");
        assertThat(trial.run("bench", "--against", "cpu", "--rounds", "4").err()).contains("--rounds: fewer than 5");
        assertThat(trial.run("bench", "--against", "cpu", "--soak").status()).isEqualTo(2);
        assertThat(trial.run("bench", "--device", "cuda", "--size", "S").status()).isEqualTo(2);
        assertThat(engine.asked).isEmpty();
    }
}
