package growth.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.TrainingTime;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.fake.ToyEngine;
import growth.runtime.prepare.PreparedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageReachTest {
    /** 4 × 32 tokens a step. */
    private static final String RUN = """
            model: {family: llama, layers: 4, hidden: 64, heads: 4, intermediate: 128, context: 32}
            data: {kind: toy}
            training: {duration: DURATION, batch: 4}
            growth:
              schedule: {kind: hop, from: {layers: 2}, at: AT}
              operator: {kind: stack}
            """;
    @TempDir
    private Path folder;

    private List<String> warnings(String duration, String at) {
        FakeCatalogue catalogue = FakeCatalogue.toys().with("cpu", new ToyEngine());
        String text = RUN.replace("DURATION", duration).replace("AT", at);
        try (PreparedRun run = catalogue.prepare(folder, catalogue.read(folder, text))) {
            return run.warnings();
        }
    }

    @ParameterizedTest
    @CsvSource({"100ba, 99.5%", "100ba, 99.01%", "100ba, 12700tok", "12800tok, 99.2%", "12750tok, 99.6%", "1ba, 1%", "2ep, 99.9%",
        "400Mflop, 99.99%"})
    void aTimeWithinTheLastStepComesTooLate(String duration, String at) throws IOException {
        assertThat(warnings(duration, at)).singleElement().asString().endsWith("run.yaml:5: stage 2 of 2, 197.2k parameters, never begins:"
                + " it waits for " + TrainingTime.parse(at) + ", and the run of " + TrainingTime.parse(duration)
                + " is over by then; let it begin earlier or train longer");
    }

    @ParameterizedTest
    @CsvSource({"100ba, 99%", "100ba, 98.5%", "100ba, 12672tok", "12800tok, 99%", "2ba, 1%", "100ba, 30%", "400Mflop, 25%", "8sec, 2sec",
        "8sec, 25%"})
    void anEarlierOneIsNoWarning(String duration, String at) throws IOException {
        assertThat(warnings(duration, at)).isEmpty();
    }

    /** The toy machine does a billion operations a second: a step takes a fifth of a second. */
    @ParameterizedTest
    @CsvSource({"100ba, 500sec, 1", "1sec, 100kba, 1", "100ba, 0.001sec, 0", "10sec, 10ba, 0"})
    void theMachineTellsWhatSecondsAre(String duration, String at, int expected) throws IOException {
        assertThat(warnings(duration, at)).hasSize(expected).allMatch(line -> line.contains("may never begin: it waits for "));
    }
}
