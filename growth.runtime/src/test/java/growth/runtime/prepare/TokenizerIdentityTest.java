package growth.runtime.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenizerIdentityTest {
    private static final String ONE = """
            {"version": "1.0", "truncation": null, "added_tokens": [{"id": 3, "content": "<s>", "special": true, "lstrip": false}],
             "normalizer": null, "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false}, "decoder": {"type": "ByteLevel"},
             "model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2}, "merges": ["a b"]}}
            """;

    private static void same(String other) {
        assertThat(other).isNotEqualTo(ONE);
        assertThat(TokenizerIdentity.of(other)).isEqualTo(TokenizerIdentity.of(ONE));
    }

    private static void another(String other) {
        assertThat(other).isNotEqualTo(ONE);
        assertThat(TokenizerIdentity.of(other)).isNotEqualTo(TokenizerIdentity.of(ONE));
    }

    @Test
    void howItIsWrittenDoesNotMatter() {
        same(ONE.replace(": ", ":"));
        same(ONE.replace("{\"a\": 0, \"b\": 1, \"ab\": 2}", "{\"ab\": 2, \"b\": 1, \"a\": 0}"));
        same(ONE.replace("[\"a b\"]", "[[\"a\", \"b\"]]"));
        same(ONE.replace("\"merges\"", "\"dropout\": null, \"byte_fallback\": false, \"unk_token\": \"\", \"merges\""));
    }

    @Test
    void whatDoesNotTouchIdsOfTextDoesNotMatter() {
        same(ONE.replace("\"truncation\": null", "\"truncation\": {\"max_length\": 5}"));
        same(ONE.replace("\"decoder\": {\"type\": \"ByteLevel\"}", "\"post_processor\": {\"type\": \"X\"}"));
    }

    @Test
    void idsMergesTokensAndCuttingDoMatter() {
        another(ONE.replace("\"a\": 0, \"b\": 1", "\"b\": 0, \"a\": 1"));
        another(ONE.replace("a b", "b a"));
        another(ONE.replace("<s>", "<t>"));
        another(ONE.replace("prefix_space\": false", "prefix_space\": true"));
        another(ONE.replace("\"normalizer\": null", "\"normalizer\": {\"type\": \"NFC\"}"));
        another("no tokenizer");
    }
}
