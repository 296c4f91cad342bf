package growth.data.shapes;

import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.data.Dataset;
import growth.api.data.Tokenizer;
import growth.api.model.View;
import growth.data.images.ImageBatch;
import growth.data.images.ImageBatch.Normalisation;
import growth.data.windows.Passes;
import growth.data.windows.SplitMix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/**
 * Fresh images for ever: each is a function of seed, pass and number, and no pass repeats another; a pass is nothing but a measure. Smaller
 * resolutions are the same images, resized. Validation images do not depend on the seed, so that runs of different seeds are validated
 * with the same ones.
 */
public final class ShapesDataset implements Dataset {
    /** Part of the provenance: a change that makes other images must change it. */
    private static final int VERSION = 1;
    private static final long TRAINING = 1;
    private static final long VALIDATION = 2;
    private final int image;
    private final long seed;
    private final Passes passes;
    private Cursor cursor = Cursor.START;

    /**
     * @param image height and width in pixels at full resolution
     * @param size  images of one pass
     * @param seed  decides the training images
     */
    public ShapesDataset(int image, long size, long seed) {
        this.image = image;
        this.seed = seed;
        this.passes = new Passes(size, seed);
    }

    @Override
    public int vocabulary() {
        return 0;
    }

    @Override
    public int labels() {
        return Shape.values().length;
    }

    @Override
    public long tokensPerEpoch() {
        return passes.count();
    }

    @Override
    public Optional<Tokenizer> tokenizer() {
        return Optional.empty();
    }

    @Override
    public Batch next(int rows, View view) {
        return batch(rows, view, row -> {
            long key = SplitMix.hash(seed, TRAINING, cursor.epoch(), cursor.window());
            cursor = passes.after(cursor);
            return key;
        });
    }

    @Override
    public Cursor cursor() {
        return cursor;
    }

    @Override
    public void seek(Cursor place) {
        cursor = passes.checked(place, "shapes", "image");
    }

    @Override
    public List<Batch> validation(int batches, int rows, View view) {
        List<Batch> result = new ArrayList<>();
        for (int batch = 0; batch < batches; batch++) {
            long first = (long) batch * rows;
            result.add(batch(rows, view, row -> SplitMix.hash(VALIDATION, first + row)));
        }
        return result;
    }

    private Batch batch(int rows, View view, LongUnaryOperator seeds) {
        ImageBatch batch = new ImageBatch(rows, ImageBatch.resolution(view, image), Normalisation.USUAL);
        for (int row = 0; row < rows; row++) {
            Scene scene = Scene.of(seeds.applyAsLong(row));
            batch.add(Painter.paint(scene, image), image, scene.shape().ordinal());
        }
        return batch.toBatch();
    }

    @Override
    public Map<String, String> provenance() {
        return Map.of("train", "synthetic shapes of version " + VERSION + ", seed " + seed,
                "valid", "synthetic shapes of version " + VERSION + ", none of which is trained on",
                "labels", String.join(", ", Shape.names()));
    }

    @Override
    public void close() {
        // Nothing is kept.
    }
}
