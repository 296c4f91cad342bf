package growth.it;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The wrapped libraries find their native parts inside Felix. */
class LibrariesTest {

    private static final String TOKENIZER = """
            {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [], "normalizer": null,
             "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true},
             "post_processor": null,
             "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true},
             "model": {"type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": null,
                       "end_of_word_suffix": null, "fuse_unk": false, "byte_fallback": false, "ignore_merges": false,
                       "vocab": {"a": 0, "b": 1, "ab": 2}, "merges": ["a b"]}}
            """;

    @Test
    void nd4jAddsAndMultiplies() {
        INDArray ones = Nd4j.ones(DataType.FLOAT, 64, 64);
        assertThat(ones.add(ones).sumNumber().doubleValue()).isEqualTo(2.0 * 64 * 64);
        assertThat(ones.mmul(ones).sumNumber().doubleValue()).isEqualTo(64.0 * 64 * 64);
    }

    @Test
    void tokenizersMergeAsTheFileSays() throws IOException {
        ByteArrayInputStream json = new ByteArrayInputStream(TOKENIZER.getBytes(StandardCharsets.UTF_8));
        try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(json, Map.of("addSpecialTokens", "false"))) {
            assertThat(tokenizer.encode("abaab").getIds()).containsExactly(2, 0, 2);
        }
    }
}
