package growth.runtime.folder;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import growth.api.GrowthException.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SameDataTest {
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);

    private static void refused(Map<String, String> before, Map<String, String> now, String name) {
        assertRefused(Kind.DATA, () -> SameData.require("provenance.json", before, now))
                .startsWith("provenance.json: ").contains("(" + name + " was ");
    }

    private static String file(String name, String hash) {
        return name + ", 12 bytes, sha256 " + hash;
    }

    @Test
    void hashesAreComparedAndNothingElse() {
        SameData.require("x", Map.of("train.sha256", A, "train.files", "1", "train.file.1", file("old/a", A)),
                Map.of("train.sha256", A, "train.files", "2", "train.file.1", file("new/a", A), "valid.sha256", B));
        refused(Map.of("train.sha256", A), Map.of("train.sha256", B), "train.sha256");
    }

    @Test
    void theFileThatHasChangedIsNamed() {
        refused(Map.of("train.sha256", A, "train.file.1", file("a", A), "train.file.2", file("b", A)),
                Map.of("train.sha256", B, "train.file.1", file("a", A), "train.file.2", file("b", B)), "train.file.2");
    }

    @Test
    void partThatIsGoneHasChanged() {
        refused(Map.of("train.sha256", A, "valid.sha256", B), Map.of("train.sha256", A), "valid.sha256");
    }

    @Test
    void whatHasAHash() {
        Map<String, String> facts = Map.of("train.file.1", file("a", A), "tokenizer.sha256", B, "valid", "some of it");
        assertThat(SameData.recognises(facts, "train")).isTrue();
        assertThat(SameData.recognises(facts, "tokenizer")).isTrue();
        assertThat(SameData.recognises(facts, "valid")).isFalse();
        assertThat(SameData.hashed(facts)).isTrue();
        assertThat(SameData.hashed(Map.of("train", "synthetic"))).isFalse();
    }
}
