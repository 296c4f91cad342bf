package growth.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;

import growth.runtime.config.YamlReader;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunOverlayTest {
    private static Mapping document(String file, String flow) {
        return YamlReader.document(file, flow);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // groups key by key, other values as a whole
        "{training: {batch: 16, duration: 1ba}} | {training: {batch: 4}} | {training: {batch: 4, duration: 1ba}}",
        "{training: {averages: [0.9, 0.8]}} | {training: {averages: [0.5]}} | {training: {averages: [0.5]}}",
        "{model: {layers: 2}} | {growth: {operator: stack}} | {model: {layers: 2}, growth: {operator: stack}}",
        // null takes out; a key that is not there stays, for the reader to refuse; growth may be absent
        "{growth: {operator: stack}, seed: 1} | {growth: null} | {seed: 1}",
        "{seed: 1} | {growth: null} | {seed: 1}",
        "{seed: 1} | {grwth: null} | {seed: 1, grwth: null}",
        "{training: {batch: 2, clip: 1}} | {training: {clip: null}} | {training: {batch: 2}}",
        "{training: {batch: 2}} | {training: {growth: null}} | {training: {batch: 2, growth: null}}",
        // the short form of a group
        "{growth: {operator: stack}} | {growth: {operator: {noise: 1}}} | {growth: {operator: {kind: stack, noise: 1}}}",
        "{growth: {operator: {kind: stack, noise: 1}}} | {growth: {operator: stack}} | {growth: {operator: {kind: stack, noise: 1}}}",
        "{training: {optimizer: {kind: adamw, lr: 1}}} | {training: {optimizer: muon}} | {training: {optimizer: {kind: muon, lr: 1}}}",
        // another plug-in has other options; other kinds share theirs
        "{growth: {operator: {kind: stack, noise: 1}}} | {growth: {operator: {kind: msg, ramp: 5%}}} "
            + "| {growth: {operator: {kind: msg, ramp: 5%}}}",
        "{growth: {operator: {kind: stack, noise: 1}}} | {growth: {operator: msg}} | {growth: {operator: {kind: msg}}}",
        "{data: {kind: text, train: [a]}} | {data: synthetic} | {data: {kind: synthetic}}",
        "{training: {optimizer: {kind: adamw, lr: 1}}} | {training: {optimizer: {kind: muon}}} "
            + "| {training: {optimizer: {kind: muon, lr: 1}}}",
        // what is no group is replaced
        "{training: {batch: 2}} | {training: 5} | {training: 5}"})
    void laysOneOverTheOther(String base, String over, String expected) {
        assertThat(YamlWriter.write(RunOverlay.of(document("base", base), document("over", over))))
                .isEqualTo(YamlWriter.write(document("expected", expected)));
    }

    @Test
    void everythingKeepsThePlaceWhereItWasWritten() {
        Mapping base = document("base", "training:\n  batch: 1\n  clip: 1\n");
        Mapping laid = RunOverlay.of(base, document("over", "\ntraining:\n\n  batch: 2\n"));
        Mapping training = (Mapping) laid.entries().get("training").value();
        assertThat(training.entries().get("batch").place()).isEqualTo("over:4");
        assertThat(training.entries().get("batch").value().place()).isEqualTo("over:4");
        assertThat(training.entries().get("clip").place()).isEqualTo("base:3");
    }
}
