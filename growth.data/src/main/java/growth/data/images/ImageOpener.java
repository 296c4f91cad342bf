package growth.data.images;

import growth.api.GrowthException;
import growth.api.data.DataRequest;
import growth.api.data.Dataset;
import growth.api.random.SplitMix;
import growth.data.cache.CacheFolder;
import growth.data.cache.FileHashes;
import growth.data.corpus.InputFiles;
import growth.data.corpus.Stored;
import growth.data.images.StoredPictures.ImagePart;
import growth.data.images.StoredPictures.StoredImages;
import growth.data.options.ImageOptions;
import growth.data.windows.Permutation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Makes a dataset of the images of a request: finds them, decodes them or takes them from the cache, splits them. */
final class ImageOpener {
    private static final long SPLIT = SplitMix.seed(0, "validation split");
    private final DataRequest request;
    private final ImageOptions options;
    private final CacheFolder cache;
    private final InputFiles files;
    private final List<StoredImages> opened = new ArrayList<>();
    private final Map<String, String> facts = new LinkedHashMap<>();

    ImageOpener(DataRequest request) {
        this.request = request;
        this.options = request.options().as(ImageOptions.class);
        this.cache = new CacheFolder(request.cache());
        this.files = new InputFiles(request, new FileHashes(cache));
    }

    /** Returns the dataset, which owns everything that was opened for it. */
    Dataset open() {
        int image = request.model().image();
        int size = options.size().orElse(image);
        int padding = options.crop().padding();
        if (padding >= size) {
            throw request.options().group("crop").refuse("padding",
                    padding + " pixels shift images of " + size + " out of sight; use less");
        }
        Normalisation normalisation = new Normalisation(options.mean(), options.std());
        Augmentation augmentation = new Augmentation(padding, options.flip());
        try {
            StoredPictures pictures = pictures(stored("train", options.train(), size), stored("valid", options.valid(), size),
                    augmentation);
            files.finish();
            facts.put("train.images", Long.toString(pictures.training()));
            facts.put("valid.images", Long.toString(pictures.validation()));
            return new ImageDataset(pictures, image, normalisation, files.place("train"), facts);
        } catch (GrowthException e) {
            opened.forEach(StoredImages::close);
            throw e;
        }
    }

    /** The labels are those of the training images, where there are any. */
    private StoredPictures pictures(Optional<StoredImages> train, Optional<StoredImages> valid, Augmentation augmentation) {
        List<String> classes = train.or(() -> valid).orElseThrow(() -> request.options().refuse("train",
                "there are no images; give folders with a folder per class, .tar or CIFAR-10 .bin files")).manifest().classes();
        int[] order = train.map(images -> shuffled(images.manifest().images())).orElse(new int[0]);
        int shown = order.length - (valid.isPresent() ? 0 : heldOut(order.length));
        int[] kept = Arrays.copyOfRange(order, shown, order.length);
        Optional<ImagePart> validated = valid
                .map(images -> part(images, IntStream.range(0, images.manifest().images()).toArray(), classes))
                .or(() -> train.map(images -> part(images, kept, classes)));
        return new StoredPictures(classes, train.map(images -> part(images, Arrays.copyOf(order, shown), classes)), validated,
                augmentation, request.seed(), opened);
    }

    private Optional<StoredImages> stored(String option, Optional<List<String>> patterns, int size) {
        if (patterns.isEmpty()) {
            return Optional.empty();
        }
        boolean skip = options.unreadable() == ImageOptions.Unreadable.SKIP;
        try (ImageSet images = new ImageFinder(request.base(), files).find(patterns.get(), option)) {
            if (images.items().isEmpty()) {
                throw request.options().refuse(option, "no images are given");
            }
            StoredImages stored = new ImageCache(cache, request.log()).open(images, size, skip);
            opened.add(stored);
            facts.put(option + ".skipped", Integer.toString(stored.manifest().skipped()));
            facts.put(option + ".decoded.sha256", stored.manifest().sha256());
            Stored.describe(option, images.files().stream().map(Stored.class::cast).toList(), facts);
            return Optional.of(stored);
        }
    }

    /** Random, but the same for every seed, so that runs of different seeds keep the same images, the last ones, for validation. */
    private static int[] shuffled(int images) {
        Permutation order = new Permutation(images, SPLIT);
        return IntStream.range(0, images).map(place -> (int) order.at(place)).toArray();
    }

    /** The share, but at least one, so that there is something to validate with, and not all. */
    private int heldOut(int images) {
        double share = options.validShare();
        return share == 0 || images == 0 ? 0 : (int) Math.min(images - 1L, Math.max(1, Math.round(share * images)));
    }

    private ImagePart part(StoredImages images, int[] indices, List<String> classes) {
        int[] labels = new int[images.manifest().classes().size()];
        for (int i = 0; i < labels.length; i++) {
            String name = images.manifest().classes().get(i);
            labels[i] = classes.indexOf(name);
            if (labels[i] < 0) {
                throw files.place("valid").refuse("label folder " + name + " is not among the training labels "
                        + String.join(", ", classes));
            }
        }
        Arrays.sort(indices);
        return new ImagePart(images, indices, labels);
    }
}
