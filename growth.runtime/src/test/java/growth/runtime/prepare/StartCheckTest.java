package growth.runtime.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.RopeScaling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCheckTest {
    private static final ModelShape RUN = ModelShape.builder(Family.LLAMA).layers(1).hidden(8).heads(2).intermediate(8).vocabulary(9)
            .context(16).build();

    @Test
    void saysWhatToWriteForWhatTheWordsOfAShapeHide() {
        ModelShape llama3 = RUN.toBuilder().normEpsilon(1e-6).ropeTheta(500000).ropeScaling(new RopeScaling.Llama3(8, 1, 4, 8192)).build();
        assertThat(StartCheck.hiddenSettings(llama3, RUN)).isEqualTo(": write norm-epsilon: 1.0E-6, rope-theta: 500000.0, rope-scaling:"
                + " {kind: llama3, factor: 8.0, low-freq-factor: 1.0, high-freq-factor: 4.0, original-context: 8192} in model");
        assertThat(StartCheck.hiddenSettings(RUN.toBuilder().ropeScaling(new RopeScaling.Linear(2)).build(), RUN))
                .isEqualTo(": write rope-scaling: {kind: linear, factor: 2.0} in model");
        assertThat(StartCheck.hiddenSettings(RUN, RUN.toBuilder().ropeScaling(new RopeScaling.Linear(2)).build()))
                .isEqualTo(": write no rope-scaling in model");
        assertThat(StartCheck.hiddenSettings(RUN, RUN.toBuilder().layers(2).build())).isEmpty();
    }

    @TempDir
    Path folder;

    @Test
    void labelsThatMeanSomethingElseAreNamed() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"id2label\": {\"0\": \"Ant\", \"1\": \"polar bear\", \"2\": \"Cow\"}}");
        assertThat(StartCheck.otherLabel(folder, List.of("ant", "polar_bear", "cow"))).as("folders are spelt otherwise").isEmpty();
        assertThat(StartCheck.otherLabel(folder, List.of("ant", "cow", "polar bear"))).contains("label 1 is 'cow' in the data and 'polar"
                + " bear' in "
                + folder + ": its classifier has learned other labels, or another order of them");
        Files.writeString(folder.resolve("config.json"), "{\"id2label\": {\"0\": \"LABEL_0\", \"1\": \"LABEL_1\"}}");
        assertThat(StartCheck.otherLabel(folder, List.of("x", "y"))).as("nobody named them").isEmpty();
    }
}
