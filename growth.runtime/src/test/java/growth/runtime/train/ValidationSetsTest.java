package growth.runtime.train;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.training.Score;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.data.text.TextSource;
import growth.data.tokenfiles.TokensSource;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.folder.Provenance;
import growth.runtime.metrics.RunMetrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bits per byte, and several validation sets, in evaluations of runs. */
class ValidationSetsTest {
    private static final String TEXT = Workshop.SCRATCH.replace("data: {kind: pattern}",
            "data: {kind: text, train: [train.txt], valid: [valid.txt], tokenizer: {kind: bytes}}")
            .replace("duration: 20ba", "duration: 6ba").replace("tokens: 64", "tokens: 200, every: 2ba");
    private static final String SETS = "evaluate.sets={farm: farm.txt, hens: [hens1.txt, hens2.txt]}";

    @TempDir
    private Path home;
    private FakeCatalogue catalogue;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(home.resolve("train.txt"), "The fox took the bread, and the hen saw it go. ".repeat(30));
        Files.writeString(home.resolve("valid.txt"), "The hen saw the fox go — naïve hen. ".repeat(20));
        Files.writeString(home.resolve("farm.txt"), "The cow saw the horse, and the horse saw the cow. ".repeat(9));
        Files.writeString(home.resolve("hens1.txt"), "Hens, hens, hens. ".repeat(5));
        Files.writeString(home.resolve("hens2.txt"), "More hens. ".repeat(5));
        catalogue = Workshop.installed(new RecordingEngine()).with(new TextSource()).with(new TokensSource());
    }

    private Workshop trained(String folder, String... overrides) {
        Workshop workshop = new Workshop(home, catalogue);
        workshop.train(folder, TEXT, overrides);
        return workshop;
    }

    private static EvaluationCompleted last(Workshop workshop) {
        List<EvaluationCompleted> all = workshop.events(EvaluationCompleted.class);
        return all.get(all.size() - 1);
    }

    @Test
    void setsAreMeasuredAsIfTheyWereTheValidationDataWhateverTheBatch() throws IOException {
        for (String batch : List.of("4", "7")) {
            Workshop both = trained("sets" + batch, SETS, "training.batch=" + batch);
            assertThat(both.events(EvaluationCompleted.class)).hasSize(3).allMatch(e -> List.copyOf(e.sets().keySet())
                    .equals(List.of("farm", "hens")));
            Score farm = last(both).sets().get("farm");
            Score alone = last(trained("farm" + batch, "data.valid=[farm.txt]", "training.batch=" + batch)).score();
            assertThat(farm).isEqualTo(alone);
            assertThat(farm.scored()).isEqualTo(200);
            // 145 bytes in windows of 8 with a label behind each.
            assertThat(last(both).sets().get("hens").scored()).isEqualTo(144);
            assertThat(both.losses()).isEqualTo(trained("none" + batch, "training.batch=" + batch).losses());
            assertThat(RunMetrics.read(home.resolve("sets" + batch)).evaluations().get(2).sets()).isEqualTo(last(both).sets());
        }
    }

    @Test
    void whatAnEvaluationTookIsToldAndNoPartOfTheRun() {
        EvaluationCompleted plain = last(trained("plain"));
        EvaluationCompleted sets = last(trained("sets", SETS));
        // Labels: 200 of the validation data, 200 and 144 of the sets, all windows whole.
        assertThat(sets.took().flops().orElseThrow()).isCloseTo(plain.took().flops().orElseThrow() * (200 + 200 + 144) / 200,
                within(1e-3));
        // growth-methods 1.7: 2·N + 4·L·h·e·T per token forward; N = L (4·16² + 3·16·24) + 256·16.
        assertThat(plain.took().flops().orElseThrow()).isCloseTo(200 * (2.0 * (2 * (4 * 256 + 3 * 16 * 24) + 256 * 16) + 4.0 * 2 * 16 * 8),
                within(1e-3));
        assertThat(plain.took().seconds().orElseThrow()).isPositive();
        assertThat(sets.progress().flops()).isEqualTo(plain.progress().flops());
    }

    @Test
    void bitsPerByteAreThoseOfTheTextOfTheLabels() {
        EvaluationCompleted bytes = last(trained("bytes"));
        assertThat(bytes.score().bitsPerByte().orElseThrow()).isCloseTo(bytes.loss() / Math.log(2), within(1e-12));
        Workshop pairs = trained("pairs", "data.tokenizer={kind: bpe, vocabulary: 300}", "evaluate.tokens=all", "evaluate.every=null");
        Score score = last(pairs).score();
        // All of the text but its first token, and the rest behind the last whole window: at most a token and a window of bytes less.
        double text = "The hen saw the fox go — naïve hen. ".repeat(20).getBytes(StandardCharsets.UTF_8).length;
        double counted = score.loss() / Math.log(2) * score.scored() / score.bitsPerByte().orElseThrow();
        assertThat(counted).isCloseTo(Math.rint(counted), within(1e-6)).isLessThan(text).isGreaterThan(text - 100);
        assertThat(score.scored()).isLessThan((long) (0.8 * text));
    }

    @Test
    void maskedLabelsAndTokenFilesHaveNoBitsPerByte() throws IOException {
        assertThat(last(trained("masked", "model.family=bert")).score().bitsPerByte()).isEmpty();
        byte[] ids = new byte[2000];
        IntStream.range(0, 1000).forEach(i -> ids[2 * i] = (byte) (i % 50));
        Files.write(home.resolve("ids.bin"), ids);
        Files.write(home.resolve("other.bin"), Arrays.copyOfRange(ids, 20, 600));
        Score score = last(trained("ids", "data={kind: tokens, train: [ids.bin], valid-share: 20%}", "evaluate.sets.other=other.bin"))
                .sets().get("other");
        assertThat(score.scored()).isEqualTo(200);
        assertThat(score.bitsPerByte()).isEmpty();
    }

    @Test
    void setsAreHashedAndResumedRunsGoOnAlike() throws IOException {
        Workshop whole = trained("whole", SETS);
        Map<String, String> facts = Provenance.data(home.resolve("whole/provenance.json"));
        assertThat(facts.get("evaluate.sets.farm.file.1")).contains("farm.txt", "sha256");
        assertThat(facts.get("evaluate.sets.hens.file.2")).contains("hens2.txt", "sha256");

        Workshop parts = new Workshop(home, catalogue);
        parts.stopAfter(3);
        parts.train("parts", TEXT, SETS);
        parts.resume("parts", TEXT, SETS);
        assertThat(last(parts).sets()).isEqualTo(last(whole).sets());
        assertThat(parts.losses()).isEqualTo(whole.losses());

        // A set may be given up or added, but not become another behind the run's back.
        Workshop changed = new Workshop(home, catalogue);
        changed.stopAfter(3);
        changed.train("changed", TEXT, SETS);
        Files.writeString(home.resolve("farm.txt"), "A dog.".repeat(90));
        assertRefused(Kind.DATA, () -> changed.resume("changed", TEXT, SETS)).contains("the data have changed since the run began",
                "evaluate.sets.farm.file.1");
        changed.resume("changed", TEXT, "evaluate.sets={hens: [hens1.txt, hens2.txt], dog: farm.txt}");
        assertThat(last(changed).sets().keySet()).containsExactly("hens", "dog");
        assertThat(last(changed).sets().get("hens")).isEqualTo(last(whole).sets().get("hens"));
    }

    @Test
    void wrongSetsAreRefusedWithTheirPlaces() {
        for (String[] wrong : new String[][] {
            {"evaluate.sets={farm: none.txt}", "--set evaluate.sets: evaluate.sets.farm: valid: none.txt does not exist"},
            {"evaluate.sets={farm: train.txt}", "is also in train"},
            {"evaluate.sets={}", ""},
            {"evaluate.sets={farm: []}", "--set evaluate.sets: sets.farm: the set 'farm' has no files"},
            {"evaluate.sets={a.b: farm.txt}", "a set's name has letters, digits, '_' and '-' alone, not 'a.b'"},
            {"evaluate.sets=[farm.txt]", "evaluate.sets must be names with lists of text, {NAME: [...]}, not a list"},
            {"evaluate.sets={farm: {a: b}}", "evaluate.sets.farm must be a list of text, not a group of keys"}}) {
            if (wrong[1].isEmpty()) {
                assertThat(last(trained("empty", wrong[0])).sets()).isEmpty();
            } else {
                assertThatMessage(wrong[0]).contains(wrong[1]).doesNotContain("\n");
            }
        }
        Workshop pattern = new Workshop(home, catalogue);
        assertRefused(Kind.CONFIGURATION, () -> pattern.train("pattern", Workshop.SCRATCH, SETS))
                .contains("data 'pattern' take no validation files; leave sets out");
    }

    private AbstractStringAssert<?> assertThatMessage(String override) {
        try {
            trained("refused", override);
        } catch (GrowthException e) {
            return assertThat(e.getMessage().replace(home + "/", ""));
        }
        throw new AssertionError(override + " is accepted");
    }
}
