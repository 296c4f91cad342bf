package growth.data.shapes;

import growth.api.data.Cursor;
import growth.api.random.SplitMix;
import growth.data.images.Pictures;
import growth.formats.digest.Sha256;
import java.util.List;
import java.util.Map;

/**
 * Endless fresh images of shapes: each is a function of seed, pass and number. No pass repeats another; a pass is only a measure.
 * Validation images do not depend on the seed, so that runs of different seeds are validated with the same ones.
 *
 * @param image    height and width in pixels
 * @param training images of one pass
 * @param seed     decides the training images
 */
public record ShapePictures(int image, long training, long seed) implements Pictures {
    /** Part of the provenance: a change that makes other images must change it. */
    private static final int VERSION = 2;

    @Override
    public List<String> classes() {
        return Shape.names();
    }

    @Override
    public boolean endless() {
        return true;
    }

    @Override
    public Shown training(Cursor cursor) {
        return shown(SplitMix.seed(seed, "shapes", cursor.epoch(), cursor.window()));
    }

    @Override
    public long validation() {
        return Long.MAX_VALUE;
    }

    @Override
    public Shown validation(long index) {
        return shown(SplitMix.seed(0, "validation shapes", index));
    }

    private Shown shown(long key) {
        Scene scene = Scene.of(key);
        return new Shown(Painter.paint(scene, image), image, scene.shape().ordinal());
    }

    /** Returns facts for the run's provenance. */
    public Map<String, String> facts() {
        String shapes = "synthetic shapes of version " + VERSION;
        return Map.of("train", shapes + ", seed " + seed, "valid", shapes + ", none of which is trained on",
                "train.sha256", Sha256.of(List.of(shapes, Integer.toString(image), Long.toString(seed))));
    }

    @Override
    public void close() {
        // Nothing is kept.
    }
}
