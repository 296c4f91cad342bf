package growth.data.images;

import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.data.Dataset;
import growth.api.data.Tokenizer;
import growth.api.model.View;
import growth.data.images.ImageBatch.Normalisation;
import growth.data.windows.Passes;
import growth.data.windows.Permutation;
import growth.data.windows.SplitMix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decoded pictures as training data: every pass shows each of them once, in another order and augmented otherwise. A batch is a function
 * of seed, cursor and view. Validation pictures are not augmented; they come in one fixed random order, so that the first of them hold all
 * classes.
 */
final class ImageDataset implements Dataset {
    private static final long AUGMENT = 2;
    private static final long VALIDATION = 3;
    private final Optional<ImagePart> train;
    private final Optional<ImagePart> valid;
    private final Passes passes;
    private final Settings settings;
    private final Map<String, String> provenance;
    private final List<StoredImages> resources;
    private Cursor cursor = Cursor.START;

    /**
     * How pictures are shown.
     *
     * @param image         height and width at full resolution, in pixels
     * @param labels        classes
     * @param augmentation  of training pictures
     * @param normalisation of colours
     * @param seed          decides order and augmentation
     * @param place         what errors about the training data begin with
     */
    record Settings(int image, int labels, Augmentation augmentation, Normalisation normalisation, long seed, String place) {
    }

    /** @param resources closed with the dataset */
    ImageDataset(Optional<ImagePart> train, Optional<ImagePart> valid, Settings settings, Map<String, String> provenance,
            List<StoredImages> resources) {
        this.train = train;
        this.valid = valid;
        this.passes = new Passes(train.map(ImagePart::count).orElse(0), settings.seed());
        this.settings = settings;
        this.provenance = provenance;
        this.resources = List.copyOf(resources);
    }

    @Override
    public int vocabulary() {
        return 0;
    }

    @Override
    public int labels() {
        return settings.labels();
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
        if (rows > passes.count()) {
            throw new GrowthException(DATA, settings.place() + ": " + passes.count() + " images are too few for a batch of " + rows
                    + "; give more images or a smaller batch");
        }
        ImagePart images = train.orElseThrow();
        ImageBatch batch = new ImageBatch(rows, ImageBatch.resolution(view, settings.image()), settings.normalisation());
        for (int row = 0; row < rows; row++) {
            int index = (int) passes.at(cursor);
            long key = SplitMix.hash(settings.seed(), AUGMENT, cursor.epoch(), cursor.window());
            batch.add(settings.augmentation().apply(images.pixels(index), images.size(), key), images.size(), images.label(index));
            cursor = passes.after(cursor);
        }
        return batch.toBatch();
    }

    @Override
    public Cursor cursor() {
        return cursor;
    }

    @Override
    public void seek(Cursor place) {
        cursor = passes.checked(place, settings.place(), "image");
    }

    @Override
    public List<Batch> validation(int batches, int rows, View view) {
        List<Batch> result = new ArrayList<>();
        int resolution = ImageBatch.resolution(view, settings.image());
        int count = valid.map(ImagePart::count).orElse(0);
        for (int first = 0; first < count && result.size() < batches; first += rows) {
            ImagePart images = valid.orElseThrow();
            ImageBatch batch = new ImageBatch(Math.min(rows, count - first), resolution, settings.normalisation());
            for (int place = first; place < Math.min(first + rows, count); place++) {
                int index = (int) new Permutation(count, VALIDATION).at(place);
                batch.add(Augmentation.NONE.apply(images.pixels(index), images.size(), 0), images.size(), images.label(index));
            }
            result.add(batch.toBatch());
        }
        return result;
    }

    @Override
    public Map<String, String> provenance() {
        return provenance;
    }

    @Override
    public void close() {
        resources.forEach(StoredImages::close);
    }
}
