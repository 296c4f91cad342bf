package growth.data.images;

import growth.api.data.Cursor;
import growth.api.random.SplitMix;
import growth.data.images.ImageCache.ImageManifest;
import growth.data.tokens.Tokens;
import growth.data.windows.Passes;
import growth.data.windows.Permutation;
import java.util.List;
import java.util.Optional;

/**
 * Decoded images: every pass shows each of them once, in another order and augmented otherwise. Validation images are not augmented;
 * they come in one fixed random order, so that the first of them hold all classes.
 *
 * @param classes      names of the classes
 * @param train        training images; empty if nothing is trained
 * @param valid        validation images
 * @param augmentation of training images
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

    /**
     * Some of the stored images, with labels of the whole data set.
     *
     * @param images  all that are stored together
     * @param indices which of them
     * @param labels  label of each class of the stored images
     */
    record ImagePart(StoredImages images, int[] indices, int[] labels) {
        int count() {
            return indices.length;
        }

        int size() {
            return images.manifest().size();
        }

        /** Returns image number {@code index}, {@code [size, size, 3]}, 0 to 255. */
        int[] pixels(int index) {
            int[] pixels = new int[images.length()];
            images.read(indices[index], pixels);
            return pixels;
        }

        int label(int index) {
            return labels[images.labels()[indices[index]]];
        }
    }

    /**
     * Decoded images in files that the operating system reads as they are needed.
     *
     * @param manifest what they are
     * @param pixels   colours from 0 to 255, {@code [images, size, size, 3]}
     * @param labels   index of each image's class in the manifest
     */
    record StoredImages(ImageManifest manifest, Tokens pixels, int[] labels) implements AutoCloseable {
        /** Returns the number of values of one image. */
        int length() {
            return Rgb.CHANNELS * manifest.size() * manifest.size();
        }

        /** Copies an image, {@code [size, size, 3]}. */
        void read(int index, int[] into) {
            pixels.read((long) index * length(), into, 0, length());
        }

        @Override
        public void close() {
            pixels.close();
        }
    }
}
