package growth.runtime.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.model.View;
import growth.engine.cpu.CpuEngine;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.fake.OneModel;
import growth.runtime.fake.ToyData;
import growth.runtime.fake.ToyOperator;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataChecksTest {
    private static final View POOLED = View.full().withPooling(new View.Pooling(View.Pooling.Kind.MEAN, 2));
    @TempDir
    private Path folder;

    private PreparedRun prepare(boolean padded) {
        FakeCatalogue catalogue = new FakeCatalogue().with(new ToyData()).with(new OneModel("pooling", POOLED, false))
                .with(new ToyOperator("stack")).with("cpu", new CpuEngine());
        return catalogue.prepare(folder, catalogue.read(folder, """
                model: {family: bert, layers: 4, hidden: 64, heads: 4, intermediate: 128, context: 32}
                data: {kind: toy, padded: %s}
                training: {duration: 100ba, batch: 4}
                growth:
                  schedule: {kind: pooling}
                  operator: {kind: stack}
                """.formatted(padded)));
    }

    @Test
    void paddingIsNotPooled() throws IOException {
        try (PreparedRun run = prepare(false)) {
            assertThat(run.schedule().start().layers()).isEqualTo(4);
        }
        assertThatThrownBy(() -> prepare(true)).isInstanceOf(GrowthException.class).hasMessage(folder.resolve("run.yaml")
                + ":5: schedule: pools sequences, and the data of 'toy' have padding: a pooled position would join both; truncate sequences"
                + " instead, or give data without padding");
    }
}
