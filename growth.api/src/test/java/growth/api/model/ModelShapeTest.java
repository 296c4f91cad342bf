package growth.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import org.junit.jupiter.api.Test;

class ModelShapeTest {
    private static ModelShapeBuilder llama() {
        return ModelShape.builder(Family.LLAMA).layers(2).hidden(32).heads(4).intermediate(88).vocabulary(97).context(64);
    }

    @Test
    void countsTheParametersOfPublishedModels() {
        ModelShape tinyLlama = ModelShape.builder(Family.LLAMA).layers(22).hidden(2048).heads(32).kvHeads(4).intermediate(5632)
                .vocabulary(32000)
                .context(2048).build();
        ModelShape gpt2 = ModelShape.builder(Family.GPT2).layers(12).hidden(768).heads(12).intermediate(3072).vocabulary(50257)
                .context(1024).build();
        ModelShape bert = ModelShape.builder(Family.BERT).layers(12).hidden(768).heads(12).intermediate(3072).vocabulary(30522)
                .context(512).build();
        ModelShape vit = ModelShape.builder(Family.VIT).layers(12).hidden(768).heads(12).intermediate(3072)
                .image(new ImageShape(224, 16, 3, 1000)).build();
        assertThat(tinyLlama.parameterCount()).isEqualTo(1_100_048_384L);
        assertThat(gpt2.parameterCount()).isEqualTo(124_439_808L);
        assertThat(bert.parameterCount()).isEqualTo(109_514_298L);
        assertThat(vit.parameterCount()).isEqualTo(86_567_656L);
    }

    @Test
    void refusesHeadsThatDoNotDivide() {
        assertThatThrownBy(() -> llama().heads(5).build()).isInstanceOf(GrowthException.class)
                .hasMessageContaining("heads 5 does not divide hidden 32");
        assertThatThrownBy(() -> llama().kvHeads(3).build()).isInstanceOf(GrowthException.class).hasMessageContaining("kv-heads 3");
    }

    @Test
    void allowsHeadsOfAnySizeInLlamaOnly() {
        assertThat(llama().headSize(16).build().attentionSize()).isEqualTo(64);
        assertThatThrownBy(() -> llama().headSize(7).build()).hasMessageContaining("odd");
        assertThatThrownBy(() -> ModelShape.builder(Family.GPT2).layers(1).hidden(32).heads(4).headSize(16).intermediate(64)
                .vocabulary(9).context(8)
                .build()).hasMessageContaining("is not hidden 32");
    }

    @Test
    void tiedHeadsShareTheEmbedding() {
        ModelShape untied = llama().build();
        ModelShape tied = llama().tied(true).build();
        assertThat(untied.parameterCount() - tied.parameterCount()).isEqualTo(97L * 32);
        assertThat(ParameterLayout.of(tied).byName()).doesNotContainKey("lm_head.weight");
    }

    @Test
    void countsOperationsAsTheFieldDoes() {
        ModelShape shape = llama().build();
        double matrices = 2 * (4.0 * 32 * 32 + 3.0 * 32 * 88) + 97 * 32;
        assertThat(TrainingCost.perToken(shape, View.full())).isEqualTo(6 * matrices + 12.0 * 2 * 32 * 64);
        assertThat(TrainingCost.perToken(shape, View.full().withSequence(16))).isEqualTo(6 * matrices + 12.0 * 2 * 32 * 16);
        assertThat(TrainingCost.perToken(shape, View.full().withLayers(java.util.List.of(1))))
                .isEqualTo(6 * (4.0 * 32 * 32 + 3.0 * 32 * 88 + 97 * 32) + 12.0 * 32 * 64);
    }
}
