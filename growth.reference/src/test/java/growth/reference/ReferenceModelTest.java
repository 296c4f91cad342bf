package growth.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.data.Batch;
import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReferenceModelTest {

    @ParameterizedTest
    @CsvSource({"4, 2, 6, false", "4, 4, 2, true", "6, 1, 4, true"})
    void agreesWithReferenceLlama(int heads, int kvHeads, int headSize, boolean tied) {
        ModelShape shape = ModelShape.builder(Family.LLAMA).layers(2).hidden(8).heads(heads).kvHeads(kvHeads).headSize(headSize)
                .intermediate(5).vocabulary(7).context(9).tied(tied).build();
        ModelState state = RandomModels.model(shape, 3);
        ReferenceModel model = ReferenceModel.of(state);
        ReferenceLlama other = ReferenceLlama.of(state);
        Batch.Tokens batch = RandomModels.batch(shape, 2, 7, 4);
        assertThat(model.logits(batch, View.full(), Gates.none())).containsExactly(other.logits(batch), within(1e-12));
        assertThat(model.loss(batch, View.full(), Gates.none(), 0)).isCloseTo(other.loss(batch), within(1e-12));
        Map<String, double[]> gradients = other.gradients(batch).values();
        gradients.forEach((name, gradient) -> {
            int entry = gradient.length / 2;
            assertThat(model.difference(name, entry, 1e-5, List.of(batch), View.full(), Gates.none(), 0)).as(name)
                    .isCloseTo(gradient[entry], within(1e-8));
        });
    }

    @ParameterizedTest
    @EnumSource
    void differencesLeaveTheParametersAsTheyWere(Family family) {
        ReferenceModel model = model(family);
        Batch batch = RandomModels.any(model.shape(), 2, 4);
        double loss = model.loss(batch, View.full(), Gates.none(), 0.1);
        model.parameters().forEach((name, values) -> {
            double[] kept = values.clone();
            model.difference(name, 0, 1e-2, List.of(batch), View.full(), Gates.none(), 0.1);
            assertThat(values).containsExactly(kept);
        });
        assertThat(model.loss(batch, View.full(), Gates.none(), 0.1)).isEqualTo(loss);
    }

    @Test
    void lossIsTheMeanOverTheScoredLabelsOfAllBatches() {
        ReferenceModel model = model(Family.BERT);
        Batch.Tokens one = new Batch.Tokens(1, 3, new int[] {1, 2, 3}, new int[] {4, Batch.IGNORED, Batch.IGNORED});
        Batch.Tokens two = new Batch.Tokens(1, 4, new int[] {1, 2, 3, 4}, new int[] {5, 6, Batch.IGNORED, 7});
        double expected = (model.loss(one, View.full(), Gates.none(), 0) + 3 * model.loss(two, View.full(), Gates.none(), 0)) / 4;
        assertThat(model.loss(List.of(one, two), View.full(), Gates.none(), 0)).isCloseTo(expected, within(1e-14));
    }

    @Test
    void labelSmoothingSpreadsTheTarget() {
        ReferenceModel model = model(Family.VIT);
        Batch.Images images = RandomModels.images(model.shape(), 1, 6, 4);
        double[] logits = model.logits(images, View.full(), Gates.none());
        double total = Arrays.stream(logits).map(Math::exp).sum();
        double expected = 0;
        for (int k = 0; k < 5; k++) {
            double target = k == images.labels()[0] ? 0.8 + 0.2 / 5 : 0.2 / 5;
            expected -= target * Math.log(Math.exp(logits[k]) / total);
        }
        assertThat(model.loss(images, View.full(), Gates.none(), 0.2)).isCloseTo(expected, within(1e-14));
    }

    @ParameterizedTest
    @EnumSource(names = {"LLAMA", "GPT2", "BERT"})
    void causalModelsAndOnlyTheySeeNothingOfLaterTokens(Family family) {
        ReferenceModel model = model(family);
        int[] labels = {1, 2, 3, 4};
        double[] logits = model.logits(new Batch.Tokens(1, 4, new int[] {5, 6, 7, 8}, labels), View.full(), Gates.none());
        double[] changed = model.logits(new Batch.Tokens(1, 4, new int[] {5, 6, 7, 9}, labels), View.full(), Gates.none());
        int earlier = 3 * model.shape().vocabulary();
        assertThat(Arrays.equals(logits, 0, earlier, changed, 0, earlier)).isEqualTo(family.causal());
        assertThat(Arrays.equals(logits, changed)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aViewOfLayersRunsTheseAlone(Family family) {
        ModelShape shape = SmallShapes.of(family);
        ReferenceModel model = model(family);
        // the same model with its second block under the first one's names, and no other
        ReferenceModel second = new ReferenceModel(shape.toBuilder().layers(1).build(), model.parameters());
        Batch batch = RandomModels.any(shape, 2, 4);
        double[] viewed = model.logits(batch, View.full().withLayers(List.of(1)), Gates.none());
        second.parameters().keySet().stream().filter(name -> name.contains(".1.")).toList()
                .forEach(name -> second.parameters().put(name.replace(".1.", ".0."), model.parameters().get(name)));
        assertThat(viewed).containsExactly(second.logits(batch, View.full(), Gates.none()));
        assertThat(viewed).isNotEqualTo(model.logits(batch, View.full().withLayers(List.of(0)), Gates.none()));
        assertThat(model.logits(batch, View.full().withLayers(List.of(0, 1)), Gates.none()))
                .containsExactly(model.logits(batch, View.full(), Gates.none()));
    }

    @Test
    void refusesWhatHasNoMeaning() {
        View pooled = View.full().withPooling(new View.Pooling(View.Pooling.Kind.MEAN, 2));
        ReferenceModel bert = model(Family.BERT);
        ReferenceModel vit = model(Family.VIT);
        assertThatThrownBy(() -> bert.logits(RandomModels.any(bert.shape(), 1, 4), pooled, Gates.none()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> vit.loss(RandomModels.any(vit.shape(), 1, 4), pooled, Gates.none(), 0)).hasMessageContaining("vit");
        assertThatThrownBy(() -> vit.loss(RandomModels.any(vit.shape(), 1, 4), View.full().withResolution(8), Gates.none(), 0))
                .hasMessageContaining("6 pixels");
    }

    private static ReferenceModel model(Family family) {
        return ReferenceModel.of(RandomModels.model(SmallShapes.of(family), 3));
    }
}
