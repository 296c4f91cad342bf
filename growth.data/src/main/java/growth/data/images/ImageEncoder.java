package growth.data.images;

import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.data.images.ImageDecoder.UnreadableImageException;
import growth.data.images.ImageSet.ImageItem;
import growth.formats.digest.Sha256;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Decodes images on all cores, a bounded number at a time, and writes them in their order. */
final class ImageEncoder {
    private static final int AT_ONCE = 256;
    private static final int NAMED = 10;
    private static final int REPORT = 50_000;
    private final ImageSet set;
    private final int size;
    private final boolean skip;
    private final Consumer<String> log;
    private final List<Integer> labels = new ArrayList<>();
    private final MessageDigest digest = Sha256.digest();
    private int skipped;

    /**
     * Makes an encoder of one set of images.
     *
     * @param size height and width to write them at, in pixels
     * @param skip whether images that cannot be decoded are left out
     */
    ImageEncoder(ImageSet set, int size, boolean skip, Consumer<String> log) {
        this.set = set;
        this.size = size;
        this.skip = skip;
        this.log = log;
    }

    /** Pixels, or why there are none: a failure, or too little memory for as many large images as there are cores. */
    private record Decoded(ImageItem item, byte[] pixels, IOException failure) {
        boolean tooLarge() {
            return pixels == null && failure == null;
        }
    }

    /** Writes the pixels, {@code [images, size, size, 3]}. */
    void writePixels(OutputStream out) throws IOException {
        List<ImageItem> items = set.items();
        for (int from = 0; from < items.size(); from += AT_ONCE) {
            for (Decoded tried : items.subList(from, Math.min(items.size(), from + AT_ONCE)).parallelStream().map(this::decode).toList()) {
                Decoded image = tried.tooLarge() ? alone(tried.item()) : tried;
                if (image.failure() == null) {
                    out.write(image.pixels());
                    digest.update(image.pixels());
                    labels.add(set.classes().indexOf(image.item().label()));
                } else {
                    passOver(image);
                }
            }
            int done = Math.min(items.size(), from + AT_ONCE);
            if (done / REPORT > from / REPORT) {
                log.accept(String.format(Locale.ROOT, "decoded %,d of %,d images", done, items.size()));
            }
        }
    }

    private Decoded decode(ImageItem item) {
        try {
            return new Decoded(item, item.source().read().square(size), null);
        } catch (IOException e) {
            return new Decoded(item, null, e);
        } catch (OutOfMemoryError e) {
            return new Decoded(item, null, null);
        }
    }

    /** Decodes an image while no other one is. */
    private Decoded alone(ImageItem item) {
        Decoded image = decode(item);
        return image.tooLarge() ? new Decoded(item, null, new UnreadableImageException("needs more memory than there is ("
                + Runtime.getRuntime().maxMemory() / 1_000_000 + " MB); make it smaller or raise the memory with JAVA_OPTS=-Xmx…")) : image;
    }

    private void passOver(Decoded image) {
        IOException failure = image.failure();
        String why = image.item().name() + (failure instanceof UnreadableImageException ? " " + failure.getMessage()
                : " cannot be read: " + IoReason.of(failure));
        if (!skip) {
            throw new GrowthException(DATA, why + "; remove or repair it, or leave such images out with unreadable: skip", failure);
        }
        skipped++;
        if (skipped <= NAMED) {
            log.accept("left out: " + why);
        }
    }

    /** Returns the class of every image written. */
    int[] labels() {
        return labels.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Returns the number of images left out. */
    int skipped() {
        return skipped;
    }

    /** Returns the hash of the pixels and labels that were written; it may be called once. */
    byte[] hash() {
        labels.forEach(label -> digest.update((label + ",").getBytes(StandardCharsets.US_ASCII)));
        return digest.digest();
    }
}
