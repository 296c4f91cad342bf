package growth.data.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.data.DataRequest;
import growth.api.data.Dataset;
import growth.api.model.Family;
import growth.api.model.View;
import growth.api.options.GivenOptions;
import growth.data.Given;
import growth.data.synthetic.SyntheticSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShapePicturesTest {
    private static final int IMAGE = 16;

    private static Dataset open(long seed, Map<String, Object> values) {
        return open(seed, IMAGE, values);
    }

    private static Dataset open(long seed, int image, Map<String, Object> values) {
        Given given = new Given(new SyntheticSource(), Path.of("nowhere"), new DataRequest.Model(Family.VIT, 0, image, 0), seed,
                new ArrayList<>());
        values.forEach((option, value) -> given.at("run.yaml:4", option, value));
        return given.open();
    }

    private static Batch.Images next(Dataset data, int rows, View view) {
        return (Batch.Images) data.next(rows, view);
    }

    @Test
    void aSeedAndACursorDecideEveryImage() {
        Dataset one = open(7, Map.of("size", 50L));
        Dataset two = open(7, Map.of("size", 50L));
        assertThat(one.tokensPerEpoch()).isEqualTo(50);
        Batch.Images first = next(one, 30, View.full());
        assertThat(one.cursor()).isEqualTo(new Cursor(0, 30));
        Batch.Images second = next(one, 30, View.full());
        assertThat(one.cursor()).isEqualTo(new Cursor(1, 10));
        two.seek(new Cursor(0, 30));
        Batch.Images again = next(two, 30, View.full());
        assertThat(again.pixels()).isEqualTo(second.pixels());
        assertThat(again.labels()).isEqualTo(second.labels());
        assertThat(next(open(8, Map.of("size", 50L)), 30, View.full()).pixels()).isNotEqualTo(first.pixels());
        assertThatThrownBy(() -> two.seek(new Cursor(0, 51))).isInstanceOf(GrowthException.class).hasMessageContaining("no image 51");
    }

    @Test
    void noImageComesTwiceAndAllLabelsComeAlike() {
        Dataset data = open(1, Map.of());
        assertThat(data.tokensPerEpoch()).isEqualTo(50_000);
        assertThat(data.labels()).isEqualTo(10);
        assertThat(data.provenance().get("labels")).isEqualTo(
                "circle, crescent, cross, ell, frame, hexagon, ring, square, star, triangle");
        int[] counts = new int[10];
        Set<Integer> seen = new HashSet<>();
        Batch.Images batch = next(data, 4000, View.full());
        int image = 3 * IMAGE * IMAGE;
        for (int row = 0; row < batch.rows(); row++) {
            counts[batch.labels()[row]]++;
            seen.add(Arrays.hashCode(Arrays.copyOfRange(batch.pixels(), row * image, (row + 1) * image)));
        }
        assertThat(seen).hasSize(4000);
        // 9 degrees of freedom: 27.9 at 0.1%
        assertThat(Arrays.stream(counts).mapToDouble(count -> Math.pow(count - 400, 2) / 400).sum()).isLessThan(27.9);
        for (float pixel : batch.pixels()) {
            assertThat(pixel).isBetween(-1f, 1f);
        }
    }

    @Test
    void smallerResolutionsAreTheSameImages() {
        Dataset data = open(3, Map.of());
        Batch.Images full = next(data, 50, View.full());
        data.seek(Cursor.START);
        Batch.Images half = next(data, 50, View.full().withResolution(IMAGE / 2));
        assertThat(half.size()).isEqualTo(IMAGE / 2);
        assertThat(half.labels()).isEqualTo(full.labels());
        assertThat(data.cursor()).isEqualTo(new Cursor(0, 50));
        double difference = 0;
        for (int i = 0; i < half.pixels().length; i++) {
            int plane = i / (IMAGE / 2) / (IMAGE / 2);
            int from = plane * IMAGE * IMAGE + i / (IMAGE / 2) % (IMAGE / 2) * 2 * IMAGE + i % (IMAGE / 2) * 2;
            float sum = full.pixels()[from] + full.pixels()[from + 1] + full.pixels()[from + IMAGE] + full.pixels()[from + IMAGE + 1];
            difference += Math.abs(sum / 4 - half.pixels()[i]) / half.pixels().length;
        }
        assertThat(difference).isLessThan(0.05);
        assertThatThrownBy(() -> data.next(1, View.full().withResolution(IMAGE + 1))).isInstanceOf(GrowthException.class)
                .hasMessage("resolution 17 is not between 1 and the model's image of 16");
    }

    @Test
    void validationIsTheSameForEverySeedAndAtEveryTime() {
        Dataset one = open(7, Map.of());
        Dataset two = open(8, Map.of());
        List<Float> before = pixels(one.validation(View.full(), 12, 4));
        two.next(5, View.full());
        assertThat(pixels(two.validation(View.full(), 12, 1))).isEqualTo(before);
        assertThat(one.cursor()).isEqualTo(Cursor.START);
        assertThat(one.validation(View.full(), 12, 4)).hasSize(3);
    }

    private static List<Float> pixels(List<Batch> batches) {
        List<Float> pixels = new ArrayList<>();
        for (Batch batch : batches) {
            for (float pixel : ((Batch.Images) batch).pixels()) {
                pixels.add(pixel);
            }
        }
        return pixels;
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> open(1, Map.of("size", 0L))).hasMessage(
                "run.yaml:4: size: 0 is no number of images; it must be at least 1");
        assertThatThrownBy(() -> open(1, Map.of("tokenizer", new GivenOptions("data", "run.yaml:5", Map.of(), Map.of())))).hasMessage(
                "run.yaml:4: tokenizer: family vit takes images, which have no tokens; leave it out");
        assertThatThrownBy(() -> open(1, Map.of("masking", new GivenOptions("data", "run.yaml:5", Map.of(), Map.of())))).hasMessage(
                "run.yaml:4: masking: family vit takes images, which have no tokens; leave it out");
        assertThatThrownBy(() -> open(1, 0, Map.of())).hasMessage(
                "run.yaml:4: kind: data kind synthetic is for vision models; this model has no image");
    }
}
