package growth.data.images;

import growth.api.data.Cursor;
import growth.api.random.SplitMix;
import growth.data.windows.Passes;
import growth.data.windows.Permutation;
import java.util.List;
import java.util.Optional;

/**
 * Decoded pictures: every pass shows each of them once, in another order and augmented otherwise. Validation pictures are not augmented;
 * they come in one fixed random order, so that the first of them hold all classes.
 *
 * @param classes      names of the classes
 * @param train        training pictures; empty if nothing is trained
 * @param valid        validation pictures
 * @param augmentation of training pictures
 * @param seed         decides order and augmentation
 * @param resources    closed with this
 */
record StoredPictures(List<String> classes, Optional<ImagePart> train, Optional<ImagePart> valid, Augmentation augmentation, long seed,
        List<StoredImages> resources) implements Pictures {
    private static final long VALIDATION_ORDER = SplitMix.seed(0, "validation order");

    StoredPictures {
        resources = List.copyOf(resources);
    }

    @Override
    public long training() {
        return train.map(ImagePart::count).orElse(0);
    }

    @Override
    public boolean endless() {
        return false;
    }

    @Override
    public Shown training(Cursor cursor) {
        long key = SplitMix.seed(seed, "augmentation", cursor.epoch(), cursor.window());
        return shown(train.orElseThrow(), (int) new Passes(training(), seed).at(cursor), augmentation, key);
    }

    @Override
    public long validation() {
        return valid.map(ImagePart::count).orElse(0);
    }

    @Override
    public Shown validation(long index) {
        return shown(valid.orElseThrow(), (int) new Permutation(validation(), VALIDATION_ORDER).at(index), Augmentation.NONE, 0);
    }

    private static Shown shown(ImagePart images, int index, Augmentation augmentation, long key) {
        return new Shown(augmentation.apply(images.pixels(index), images.size(), key), images.size(), images.label(index));
    }

    @Override
    public void close() {
        resources.forEach(StoredImages::close);
    }
}
