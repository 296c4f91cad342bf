package growth.data.iterators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.data.DataRequest;
import growth.api.data.Dataset;
import growth.api.model.Family;
import growth.api.model.View;
import growth.data.Given;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.SplitTestAndTrain;
import org.nd4j.linalg.dataset.ViewIterator;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.SamplingDataSetIterator;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.nd4j.linalg.factory.Nd4j;

class IteratorSourceTest {
    private static final float NAN = Float.NaN;

    @TempDir
    Path base;

    private final List<String> log = new ArrayList<>();
    private final Map<String, DataSetIterator> iterators = new HashMap<>();
    private final StoredBatches.Shelf shelf = new StoredBatches.Shelf(iterators);

    private Given images(DataSetIterator iterator) {
        return given(new DataRequest.Model(Family.VIT, 0, 2, 0), iterator).with("valid-share", 0.0);
    }

    private Given tokens(Family family, DataSetIterator iterator) {
        return given(DataRequest.Model.tokens(family, 4), iterator).with("valid-share", 0.0);
    }

    private Given given(DataRequest.Model model, DataSetIterator iterator) {
        iterators.put("some", iterator);
        return new Given(new IteratorSource(shelf), base, model, 1, log).with("iterator", "some");
    }

    /** Batch of images 2×2 whose pixels are their number and colour: 100·image + 10·colour + place, with label image % 3 one-hot. */
    private static DataSet pictures(int first, int rows) {
        float[] pixels = new float[rows * 12];
        float[] hot = new float[rows * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (first + i / 12) / 10f + i % 12 / 4 + i % 4 * 0.01f;
        }
        for (int row = 0; row < rows; row++) {
            hot[row * 3 + (first + row) % 3] = 1;
        }
        return new DataSet(Nd4j.createFromArray(pixels).reshape(rows, 3, 2, 2), Nd4j.createFromArray(hot).reshape(rows, 3));
    }

    private static DataSet rows(float[][] features, float[][] labels) {
        return new DataSet(Nd4j.createFromArray(features), labels == null ? null : Nd4j.createFromArray(labels));
    }

    private static List<Integer> numbers(Batch batch) {
        Batch.Images images = (Batch.Images) batch;
        return IntStream.range(0, images.rows()).mapToObj(i -> Math.round(images.pixels()[i * 12] * 10)).toList();
    }

    @Test
    void batchesOfARunAreCutFromTheIteratorsBatchesInOrder() {
        try (Dataset data = images(StoredBatches.of(pictures(0, 3), pictures(3, 1), pictures(4, 3))).open()) {
            assertThat(data.tokensPerEpoch()).isEqualTo(7);
            assertThat(data.labels()).isEqualTo(3);
            assertThat(numbers(data.next(4, View.full()))).containsExactly(0, 1, 2, 3);
            Batch.Images next = (Batch.Images) data.next(5, View.full());
            assertThat(numbers(next)).containsExactly(4, 5, 6, 0, 1);
            assertThat(next.labels()).containsExactly(1, 2, 0, 0, 1);
            assertThat(next.pixels()).startsWith(0.4f, 0.41f);
            assertThat(data.cursor()).isEqualTo(new Cursor(1, 2));
        }
        assertThat(shelf.closed()).containsExactly("some");
    }

    /** In every order of reading, and with validation in between on the same iterator. */
    @Test
    void aPlaceGivesTheSameBatchHoweverItWasReached() {
        StoredBatches iterator = StoredBatches.of(IntStream.range(0, 9).mapToObj(i -> pictures(4 * i, 4)).toArray(DataSet[]::new));
        try (Dataset data = images(iterator).with("valid-share", 0.2).open()) {
            assertThat(data.validationRows()).isEqualTo(7);
            assertThat(data.tokensPerEpoch()).isEqualTo(29);
            List<Cursor> places = new ArrayList<>();
            List<List<Integer>> seen = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                places.add(data.cursor());
                seen.add(numbers(data.next(5, View.full())));
            }
            List<Integer> held = data.validation(View.full(), 100, 3).stream().flatMap(batch -> numbers(batch).stream()).toList();
            assertThat(held).hasSize(7).doesNotContainAnyElementsOf(seen.stream().flatMap(List::stream).toList());
            assertThat(seen.subList(0, 5).stream().flatMap(List::stream)).isSorted();
            for (int i : new int[] {11, 3, 3, 0, 7}) {
                data.seek(places.get(i));
                assertThat(numbers(data.next(5, View.full()))).isEqualTo(seen.get(i));
                assertThat(data.validation(View.full(), 4, 4).stream().flatMap(batch -> numbers(batch).stream()).toList())
                        .isEqualTo(held.subList(0, 4));
            }
            assertThatThrownBy(() -> data.seek(new Cursor(0, 30))).hasMessageContaining("there is no example 30 of pass 0");
        }
    }

    @Test
    void imagesComeInEveryLayout() {
        INDArray planes = pictures(5, 2).getFeatures();
        INDArray grey = Nd4j.createFromArray(new float[][] {{1, 2, 3, 4}});
        float[] expected = planes.dup('c').data().asFloat();
        for (INDArray features : List.of(planes, planes.dup('f'), planes.reshape(2, 12), planes.permute(0, 2, 3, 1).dup(),
                planes.castTo(org.nd4j.linalg.api.buffer.DataType.DOUBLE))) {
            for (INDArray labels : List.of(Nd4j.createFromArray(0f, 2f), Nd4j.createFromArray(0f, 2f).reshape(2, 1),
                    Nd4j.createFromArray(new int[][] {{1, 0, 0}, {0, 0, 1}}))) {
                try (Dataset data = images(StoredBatches.of(new DataSet(features, labels))).open()) {
                    Batch.Images batch = (Batch.Images) data.next(2, View.full());
                    assertThat(batch.pixels()).containsExactly(expected);
                    assertThat(batch.labels()).containsExactly(0, 2);
                }
            }
        }
        try (Dataset data = images(StoredBatches.of(new DataSet(grey, Nd4j.createFromArray(1f)))).open()) {
            assertThat(((Batch.Images) data.next(1, View.full())).pixels()).containsExactly(1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4);
        }
    }

    @Test
    void labelsAreNamedByTheIterator() {
        try (Dataset data = images(new StoredBatches(List.of(pictures(0, 3)), List.of("a", "b", "c"))).open()) {
            assertThat(data.labelNames()).containsExactly("a", "b", "c");
        }
        try (Dataset data = images(StoredBatches.of(pictures(0, 2))).with("labels", 5L).open()) {
            assertThat(data.labels()).isEqualTo(5);
            assertThat(data.labelNames()).isEmpty();
        }
    }

    @Test
    void textIsPredictedTokenByToken() {
        try (Dataset data = tokens(Family.LLAMA, StoredBatches.of(rows(new float[][] {{1, 2, 3, 4, 5}, {5, 4, 3, 2, 1}}, null))).open()) {
            Batch.Tokens batch = (Batch.Tokens) data.next(2, View.full());
            assertThat(batch.inputs()).containsExactly(1, 2, 3, 4, 5, 4, 3, 2);
            assertThat(batch.labels()).containsExactly(2, 3, 4, 5, 4, 3, 2, 1);
            assertThat(batch.attentionMask()).isEmpty();
            assertThat(data.vocabulary()).isEqualTo(6);
            assertThat(((Batch.Tokens) data.next(1, View.full().withSequence(2))).labels()).containsExactly(2, 3);
        }
        float[][] short3 = {{1, 2, 3}};
        // DL4J's record iterators give features as labels where there are none
        try (Dataset data = tokens(Family.LLAMA, StoredBatches.of(rows(short3, short3))).open()) {
            assertThat(((Batch.Tokens) data.next(1, View.full())).labels()).containsExactly(2, 3, Batch.IGNORED);
        }
    }

    @Test
    void paddingAndLabelsOfTheirOwnAreKept() {
        INDArray features = Nd4j.createFromArray(new float[][] {{7, 8, 0, 0}}).reshape(1, 1, 4);
        INDArray mask = Nd4j.createFromArray(new float[][] {{1, 1, 0, 0}});
        INDArray hot = Nd4j.zeros(1, 9, 4);
        hot.putScalar(new int[] {0, 3, 0}, 1).putScalar(new int[] {0, 8, 1}, 1).putScalar(new int[] {0, 1, 2}, 1);
        StoredBatches iterator = StoredBatches.of(new DataSet(features, hot, mask, Nd4j.createFromArray(new float[][] {{0, 1, 1, 1}})),
                rows(new float[][] {{1, 2}}, new float[][] {{4, Batch.IGNORED}}));
        try (Dataset data = tokens(Family.GPT2, iterator).open()) {
            Batch.Tokens batch = (Batch.Tokens) data.next(2, View.full());
            assertThat(batch.inputs()).containsExactly(7, 8, 0, 0, 1, 2, 0, 0);
            assertThat(batch.labels()).containsExactly(-100, 8, -100, -100, 4, -100, -100, -100);
            assertThat(batch.attentionMask()).containsExactly(true, true, false, false, true, true, false, false);
            assertThat(data.padded()).isTrue();
            assertThat(data.vocabulary()).isEqualTo(9);
        }
    }

    @Test
    void tokensWithoutLabelsAreMaskedForBert() {
        StoredBatches iterator = StoredBatches.of(rows(new float[][] {{1, 2, 3, 4}, {4, 3, 2, 1}}, null));
        try (Dataset data = tokens(Family.BERT, iterator).with("mask-id", 6L).open()) {
            assertThat(data.vocabulary()).isEqualTo(7);
            assertThat(((Batch.Tokens) data.next(2, View.full())).labels()).contains(Batch.IGNORED).containsAnyOf(1, 2, 3, 4);
        }
        tokens(Family.BERT, iterator).refused(Kind.CONFIGURATION, "run.yaml:5: iterator: 'some' gives no labels, so tokens are masked;"
                + " give mask-id, the id that stands for a masked token");
    }

    @Test
    void anIteratorThatDoesNotRepeatItselfIsRefused() {
        StoredBatches scaled = StoredBatches.of(pictures(0, 3), pictures(3, 3));
        scaled.setPreProcessor(new ImagePreProcessingScaler(0, 1));
        images(scaled).refused(Kind.DATA, "run.yaml:5: iterator: iterator 'some': gave something else in place of examples 0 to 2 when it"
                + " was read again after reset(); it must repeat itself, so shuffle and change images before the first pass or not at all,"
                + " and let no pre-processor change stored batches");

        // so do ND4J's views of a set; its sampler draws anew after each reset
        DataSet all = pictures(0, 50);
        ViewIterator views = new ViewIterator(pictures(0, 6), 3);
        views.setPreProcessor(new ImagePreProcessingScaler(0, 1));
        assertThatThrownBy(() -> images(views).open()).hasMessageContaining("it must repeat itself");
        assertThatThrownBy(() -> images(new SamplingDataSetIterator(all, 8, 32)).open()).hasMessageContaining("it must repeat itself");

        // one that changes later is found at the batch
        SplittableRandom random = new SplittableRandom(1);
        StoredBatches later = StoredBatches.of(pictures(0, 2), pictures(2, 2));
        try (Dataset data = images(later).open()) {
            data.next(2, View.full());
            later.setPreProcessor(batch -> ((DataSet) batch).getFeatures().addi(random.nextDouble()));
            assertThatThrownBy(() -> data.next(2, View.full())).isInstanceOf(GrowthException.class)
                    .hasMessageContaining("gave something else in place of examples 2 to 3");
        }
    }

    @Test
    void whatNoModelCanLearnFromIsRefused() {
        DataSet nan = pictures(4, 2);
        nan.getFeatures().putScalar(new int[] {1, 0, 1, 1}, NAN);
        String at = "run.yaml:5: iterator: iterator 'some': ";
        images(StoredBatches.of(pictures(0, 4), nan)).refused(Kind.DATA, at + "example 5 has a feature that is NaN; a model learns from"
                + " finite numbers only");
        images(StoredBatches.of()).refused(Kind.DATA, at + "has no examples; hasNext() is false from the beginning");
        images(StoredBatches.of(rows(new float[][] {{1, 2, 3}}, new float[][] {{1, 0}}))).refused(Kind.DATA, at + "example 0 has features"
                + " [1, 3], but the model sees 3×2×2: [batch, 3, 2, 2] or rows of 12 are right; change model.image, or resize in the"
                + " iterator");
        float[][] grey = {{1, 2, 3, 4}};
        images(StoredBatches.of(rows(grey, null))).refused(Kind.DATA, at + "example 0 has no label; a vit learns the label of each image");
        images(StoredBatches.of(rows(grey, new float[][] {{0.5f, 0.5f}}))).refused(Kind.DATA, at + "example 0 has 0.5 among its labels;"
                + " they must be one-hot, a single 1 among zeros");
        images(StoredBatches.of(rows(grey, new float[][] {{0, 0}}))).refused(Kind.DATA, at + "example 0 has no 1 among its 2 labels; they"
                + " must be one-hot");
        images(StoredBatches.of(rows(grey, new float[][] {{7}}))).with("labels", 5L).refused(Kind.DATA, at + "example 0 has the label 7;"
                + " it must be a whole number from 0 to 4, as data.labels is 5");
        tokens(Family.LLAMA, StoredBatches.of(rows(new float[][] {{1, 2.5f}}, null))).refused(Kind.DATA, at + "example 0 has the token 2.5;"
                + " it must be a whole number from 0 to 16777215, a token number");
        tokens(Family.LLAMA, StoredBatches.of(rows(new float[][] {{1, 2, 3, 4, 5, 6}}, null))).refused(Kind.DATA, at + "example 0 has 6"
                + " tokens, more than the model's context of 4; cut sequences in the iterator, or raise model.context");
        tokens(Family.LLAMA, StoredBatches.of(pictures(0, 1))).refused(Kind.DATA, at + "example 0 has features [1, 3, 2, 2], but llama"
                + " reads token numbers [batch, sequence] or [batch, 1, sequence]");
        tokens(Family.LLAMA, StoredBatches.of(rows(new float[][] {{1, 2}}, null))).with("vocabulary", 2L).refused(Kind.DATA, at
                + "example 0 has the token 2; it must be a whole number from 0 to 1, a token number");
        assertThat(shelf.closed()).as("all are given back").hasSize(shelf.asked().size());
    }

    @Test
    void filesAndSettingsReachTheIterator() throws IOException {
        Files.writeString(base.resolve("a.csv"), "");
        iterators.put("other", StoredBatches.of(pictures(9, 2)));
        try (Dataset data = images(StoredBatches.of(pictures(0, 2))).with("train", List.of("a.csv"), "valid-iterator", "other",
                "settings", Map.of("label", List.of("4"))).open()) {
            assertThat(numbers(data.validation(View.full(), 9, 9).get(0))).containsExactly(9, 10);
            assertThat(data.provenance()).containsEntry("iterator", "some of a.bundle 1.0.0").containsKeys("train.sha256", "valid.sha256");
        }
        assertThat(shelf.asked().get(0).files()).containsExactly(base.resolve("a.csv").toAbsolutePath());
        assertThat(shelf.asked().get(0).setting("label")).contains("4");
        assertThat(shelf.asked().get(1).files()).isEmpty();
        images(StoredBatches.of(pictures(0, 2))).at("run.yaml:7", "train", List.of("b.csv")).refused(Kind.DATA, "run.yaml:7: train: "
                + base.resolve("b.csv").toAbsolutePath() + " does not exist");
    }

    @Test
    void pixelsThatAreNotNormalisedAreToldOf() {
        DataSet raw = pictures(0, 2);
        raw.getFeatures().muli(100);
        images(StoredBatches.of(raw)).open().close();
        assertThat(log).singleElement().asString().contains("the features of iterator 'some' reach 213")
                .contains("ImagePreProcessingScaler");
    }

    /** ND4J's own halves of a set: other examples, so no warning. */
    @Test
    void validationOnTheTrainingExamplesIsToldOf() {
        SplitTestAndTrain halves = pictures(0, 6).splitTestAndTrain(3);
        iterators.put("other", StoredBatches.of(halves.getTest()));
        images(StoredBatches.of(halves.getTrain())).with("valid-iterator", "other").open().close();
        assertThat(log).isEmpty();
        iterators.put("other", StoredBatches.of(pictures(0, 3)));
        images(StoredBatches.of(pictures(0, 3))).with("valid-iterator", "other").open().close();
        assertThat(log).singleElement().asString().contains("the validation examples are the training examples");
    }
}
