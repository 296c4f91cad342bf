package growth.api.model;

import static org.assertj.core.api.Assertions.assertThat;

import growth.reference.SmallShapes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainableTest {
    private static final double MATRICES = 4.0 * 32 * 32 + 3.0 * 32 * 88;
    private static final double HEAD = 97.0 * 32;
    /** Products of attention per token in the forward pass: scores and mixed values, 2 operations each. */
    private static final double ATTENTION = 4.0 * 32 * 64;

    private static ModelShape llama(int layers) {
        return ModelShape.builder(Family.LLAMA).layers(layers).hidden(32).heads(4).intermediate(88).vocabulary(97).context(64).build();
    }

    private static double cost(int layers, View view, Trainable trainable) {
        return TrainingCost.perToken(llama(layers), view, 1, trainable);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void layersLearnAlone(Family family) {
        ModelShape shape = SmallShapes.of(family);
        Trainable upper = Trainable.layers(List.of(1));
        List<ParameterSpec> all = ParameterLayout.of(shape).parameters();
        assertThat(all.stream().filter(upper::trains)).isNotEmpty().containsExactlyElementsOf(all.stream().filter(p -> p.layer() == 1)
                .toList());
        assertThat(all).allMatch(Trainable.ALL::trains);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void everyParameterBelongsToOnePart(Family family) {
        ModelShape shape = SmallShapes.of(family);
        List<Trainable> parts = List.of(new Trainable(true, Optional.of(List.of()), false), Trainable.layers(List.of(0)),
                Trainable.layers(List.of(1)), new Trainable(false, Optional.of(List.of()), true));
        for (ParameterSpec one : ParameterLayout.of(shape).parameters()) {
            assertThat(parts).as(one.name()).filteredOn(part -> part.trains(one)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void aTiedHeadIsComputedWithItsEmbedding(Family family) {
        ModelShape shape = SmallShapes.of(family);
        Trainable embedding = new Trainable(true, Optional.of(List.of()), false);
        assertThat(embedding.computed(shape)).isEqualTo(new Trainable(true, Optional.of(List.of()), shape.tied()));
        assertThat(Trainable.layers(List.of(0)).computed(shape)).isEqualTo(Trainable.layers(List.of(0)));
        assertThat(Trainable.ALL.computed(shape)).isEqualTo(Trainable.ALL);
    }

    @Test
    void whatIsFrozenCostsNoWeightGradientAndNothingGoesBackBelowWhatLearns() {
        // the head's input gradient is needed by everything below it
        double head = 4 * HEAD;
        double forward = 2 * MATRICES + ATTENTION;
        double through = 4 * MATRICES + 3 * ATTENTION;
        double full = 6 * MATRICES + 3 * ATTENTION;
        assertThat(cost(4, View.full(), Trainable.layers(List.of(3)))).isEqualTo(3 * forward + full + head);
        assertThat(cost(4, View.full(), Trainable.layers(List.of(1, 3)))).isEqualTo(forward + 2 * full + through + head);
        assertThat(cost(4, View.full(), Trainable.layers(List.of(0, 1, 2, 3)))).isEqualTo(4 * full + head);
        assertThat(cost(4, View.full(), new Trainable(true, Optional.of(List.of()), false))).isEqualTo(4 * through + head);
        assertThat(cost(4, View.full(), new Trainable(false, Optional.of(List.of()), true))).isEqualTo(4 * forward + 6 * HEAD);
        assertThat(cost(4, View.full(), Trainable.ALL)).isEqualTo(4 * full + 6 * HEAD).isEqualTo(TrainingCost.perToken(llama(4),
                View.full()));
    }

    @Test
    void onlyBlocksThatRunCount() {
        View upper = View.full().withLayers(List.of(2, 3));
        assertThat(cost(4, upper, Trainable.layers(List.of(1, 3)))).isEqualTo(cost(2, View.full(), Trainable.layers(List.of(1))));
    }

    @Test
    void theFirstBlockBehindPoolingIsCountedAsWhatItIs() {
        ModelShape bert = ModelShape.builder(Family.BERT).layers(2).hidden(32).heads(4).intermediate(88).vocabulary(97).context(64).build();
        View pooled = View.full().withPooling(new View.Pooling(View.Pooling.Kind.MEAN, 4));
        double whole = TrainingCost.perSequence(bert, pooled, 8);
        double upper = TrainingCost.perSequence(bert, pooled, 8, Trainable.layers(List.of(1)));
        double lower = TrainingCost.perSequence(bert, pooled, 8, Trainable.layers(List.of(0)));
        double matrices = 4.0 * 32 * 32 + 2.0 * 32 * 88;
        int rows = 1 + 16 + 8;
        double head = 2 * (HEAD + 32 * 32) * 8;
        double first = (matrices - 2 * 32 * 32) * rows + 2.0 * 32 * 32 * 64;
        // the first block goes forward only: 4 of 6 operations per parameter and row, 8 of 12 per coordinate of attention are saved
        assertThat(whole - upper).isEqualTo(head + 4 * first + 8.0 * 32 * rows * 64);
        assertThat(whole - lower).isEqualTo(head + 2 * matrices * rows);
    }

    @Test
    void patchesNeedNoGradientIfNothingOfTheEmbeddingLearns() {
        ModelShape vit = SmallShapes.of(Family.VIT);
        ImageShape image = vit.image().orElseThrow();
        double patches = (double) image.channels() * image.patch() * image.patch() * vit.hidden() * (View.full().sequence(vit) - 1);
        double full = TrainingCost.perSequence(vit, View.full(), 0);
        double blocks = TrainingCost.perSequence(vit, View.full(), 0, Trainable.layers(List.of(0, 1)));
        assertThat(full - blocks).isEqualTo(4 * patches + 2.0 * vit.hidden() * image.labels());
    }
}
