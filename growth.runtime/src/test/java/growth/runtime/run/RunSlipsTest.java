package growth.runtime.run;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.runtime.fake.FakeCatalogue;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Slips that people make in run files: each is told with its line and with what would be right. */
class RunSlipsTest {
    private static final String RUN = """
            model: {family: llama, layers: 12, hidden: 64, heads: 4, intermediate: 128, context: 32}
            data: {kind: toy}
            training:
              duration: 8Mtok
              batch: 8
              optimizer:
                kind: adamw
                lr: 1e-3
            growth:
              schedule: {kind: hop, from: {layers: 3}, at: 10%}
              operator: {kind: stack}
            """;
    @TempDir
    private Path folder;

    private RunFile read(String text, String... overrides) {
        return FakeCatalogue.toys().read(folder, text, overrides);
    }

    private void refused(String text, String message, String... overrides) {
        assertRefused(Kind.CONFIGURATION, () -> read(text, overrides))
                .satisfies(m -> assertThat(m.replace(folder + "/", "")).isEqualTo(message));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "duration: 8Mtok | duration 2ep | 4: 'duration 2ep' has no colon; did you mean 'duration: 2ep'?",
        "batch: 8 | batch 8 | 5: 'batch 8' has no colon; did you mean 'batch: 8'?",
        "lr: 1e-3 | lr 2e-3 | 8: 'lr 2e-3' has no colon; did you mean 'lr: 2e-3'?",
        "lr: 1e-3 | lr = 2e-3 | 8: 'lr = 2e-3' has no colon; did you mean 'lr: 2e-3'?",
        "lr: 1e-3 | lr=2e-3 | 8: 'lr=2e-3' has no colon; did you mean 'lr: 2e-3'?",
        "lr: 1e-3 | lr:2e-3 | 8: a blank is missing after the colon of 'lr:2e-3'; did you mean 'lr: 2e-3'?",
        "duration: 8Mtok | duration:8Mtok | 4: a blank is missing after the colon of 'duration:8Mtok'; did you mean 'duration: 8Mtok'?",
        "{kind: toy} | {kind:toy} | 2: a blank is missing after the colon of 'kind:toy'; did you mean 'kind: toy'?",
        "layers: 12, | layers 12, | 1: 'layers 12' has no colon; did you mean 'layers: 12'?",
        "lr: 1e-3 | lr: \"2e-3\" | 8: training.optimizer.lr must be a number, not '2e-3'; remove the quotes: 2e-3",
        "batch: 8 | batch: '8' | 5: training.batch must be a whole number, not '8'; remove the quotes: 8",
        "batch: 8 | batch: 8.0 | 5: training.batch must be a whole number, not '8.0'; did you mean 8?",
        "batch: 8 | batch: 1e2 | 5: training.batch must be a whole number, not '1e2'; did you mean 100?",
        "batch: 8 | batch: 4k | 5: training.batch must be a whole number, not '4k'; did you mean 4000?",
        "batch: 8 | batch: 1,024 | 5: training.batch must be a whole number, not '1,024'; did you mean 1024?",
        "lr: 1e-3 | lr: 0,001 | 8: training.optimizer.lr must be a number, not '0,001'; a decimal point is needed, not a comma;"
            + " did you mean 0.001?",
        "at: 10% | at: 0,5 | 10: unknown key '5' in growth.schedule; a comma ends a value, so a decimal is written with a point, e.g. 0.5",
        "lr: 1e-3 | betas: 0.9, 0.95 | 8: training.optimizer.betas must be a list of numbers, not '0.9, 0.95'; did you mean [0.9, 0.95]?",
        "duration: 8Mtok | duration: 500 | 4: training.duration: '500' is not a training time: the unit is missing; write 500ba (steps),"
            + " 500tok (tokens or images) or 500ep (epochs)",
        "duration: 8Mtok | duration: 8mtok | 4: training.duration: '8mtok' is not a training time: did you mean 8Mtok?",
        "··batch: 8 | \\tbatch: 8 | 5: a tab cannot indent YAML; use spaces",
        "··batch: 8 | ···batch: 8 | 5: 'batch: 8' is indented by 3 blanks, which fits no line above; keys of one group stand exactly"
            + " below each other, here at 2",
        "··batch: 8 | ·batch: 8 | 5: 'batch: 8' is indented by 1 blank, which fits no line above; keys of one group stand exactly"
            + " below each other",
        "{kind: stack} | {kind: stack | 11: the '{' of this line is not closed before line 12",
        "batch: 8 | batch: 8\\u00a0 | 5: training.batch must be a whole number, not '8\\u00a0'; it has a character that only looks like a"
            + " blank, a quote or a colon (U+00A0); type a plain one",
        "{kind: toy} | *.txt | 2: a text that begins with * needs quotes; write '*.txt' with them",
        "··batch: 8 | ··batch: 8\\n··name: a: b | 6: a value with a colon in it needs quotes; write name: \"a: b\"",
        "batch: 8 | lr: 1e-3 | 5: unknown key 'lr' in training; did you mean 'training.optimizer.lr'?",
        "batch: 8 | layers: 8 | 5: unknown key 'layers' in training; did you mean 'model.layers'?",
        "lr: 1e-3 | learning_rate: wsd | 8: unknown key 'learning_rate' in training.optimizer; did you mean 'training.learning-rate'?",
        "batch: 8 | batc: 8 | 5: unknown key 'batc' in training; did you mean 'batch'?",
        "lr: 1e-3 | duration: 8Mtok | 8: unknown key 'duration' in training.optimizer; did you mean 'training.duration'?",
        "batch: 8 | learning-rate: 1e-3 | 5: training.learning-rate must be a group, not '1e-3'; its keys are kind, warmup, floor, decay"})
    void isToldWithWhatWouldBeRight(String right, String wrong, String message) {
        String slip = wrong.replace('·', ' ').replace("\\t", "\t").replace("\\n", "\n").replace("\\u00a0", "\u00a0");
        String text = RUN.replaceFirst(Pattern.quote(right.replace('·', ' ')), Matcher.quoteReplacement(slip));
        assertThat(text).isNotEqualTo(RUN);
        refused(text, "run.yaml:" + message.replace("\\u00a0", "\u00a0"));
    }

    @Test
    void aKeyOfAnotherGroupIsFoundForOverridesToo() {
        refused(RUN, "--set training.lr: unknown key 'lr' in training; did you mean 'training.optimizer.lr'?", "training.lr=1e-3");
        refused(RUN, "--set lr: unknown key 'lr'; did you mean 'training.optimizer.lr'?", "lr=1e-3");
        refused(RUN, "--set optimizer.lr: unknown key 'optimizer'; did you mean 'training.optimizer'?", "optimizer.lr=1e-3");
    }

    @Test
    void aGroupWithAKindIsToldByItsKindAlone() {
        RunFile whole = read(RUN);
        RunFile brief = read(RUN.replace("{kind: toy}", "toy").replace("{kind: stack}", "stack").replace("optimizer:\n    kind: adamw\n"
                + "    lr: 1e-3\n", "optimizer: adamw\n  learning-rate: cosine\n"));
        assertThat(brief.data().name()).isEqualTo("toy");
        assertThat(brief.growth().orElseThrow().operator().name()).isEqualTo("stack");
        assertThat(brief.training()).isEqualTo(whole.training());
        assertThat(brief.resolved()).isEqualTo(whole.resolved());
        assertThat(read(RUN.replace("{kind: stack}", "stack"), "growth.operator.noise=0.5").growth().orElseThrow().operator().options()
                .get("noise")).contains(0.5);
        assertThat(read(RUN, "growth.operator=stack", "training.optimizer=muon").training().optimizer()
                .settings().kind()).isEqualTo("muon");
    }

    /** Whatever is typed, deleted, swapped or doubled: the file is read, or one line says what is wrong and where. */
    @Test
    void noSlipIsAnUnexpectedFailure() {
        Random random = new Random(9);
        String typed = " \t\n:=-{}[],'\"#&*!|>%@`?~\u00a0ä漢\\08ekM.";
        int refusals = 0;
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder(RUN);
            for (int slips = 1 + random.nextInt(3); slips > 0; slips--) {
                int at = random.nextInt(text.length() - 1);
                switch (random.nextInt(5)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, typed.charAt(random.nextInt(typed.length())));
                    case 2 -> text.setCharAt(at, typed.charAt(random.nextInt(typed.length())));
                    case 3 -> text.delete(at, Math.min(text.length() - 1, at + random.nextInt(30)));
                    default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(30))));
                }
            }
            try {
                read(text.toString());
            } catch (GrowthException e) {
                assertThat(e.kind()).as(text + "\n" + e).isIn(Kind.CONFIGURATION, Kind.MISSING_PLUGIN);
                assertThat(e.getMessage()).doesNotContain("\n", "\r").contains("run.yaml:");
                refusals++;
            }
        }
        assertThat(refusals).isGreaterThan(1000);
    }

    @Test
    void aShorthandOfWhatIsNotThereIsRefusedAsTheLongForm() {
        assertThatThrownBy(() -> read(RUN.replace("{kind: stack}", "stak"))).hasMessageContaining("run.yaml:11: ")
                .hasMessageContaining("stack");
    }
}
