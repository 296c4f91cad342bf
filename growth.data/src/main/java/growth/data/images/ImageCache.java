package growth.data.images;

import static growth.api.GrowthException.Kind.DATA;

import com.fasterxml.jackson.core.type.TypeReference;
import growth.api.GrowthException;
import growth.data.cache.CacheFolder;
import growth.data.images.StoredPictures.StoredImages;
import growth.data.tokens.MappedTokens;
import growth.data.tokens.TokenWidth;
import growth.data.tokens.TokenWriter;
import growth.data.tokens.Tokens;
import growth.formats.digest.Sha256;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Images decoded and resized once: a file of pixels, a file of labels, and an {@link ImageManifest}, named after what they come from.
 *
 * @param cache where the files are kept
 * @param log   takes lines about slow work
 */
record ImageCache(CacheFolder cache, Consumer<String> log) {
    /**
     * Opens decoded images, and decodes them first if the cache does not have them.
     *
     * @param size height and width to store them at, in pixels
     * @param skip whether images that cannot be decoded are left out; otherwise the first one is an error
     * @throws GrowthException (DATA) if one or all cannot be decoded, or the cache cannot be written
     */
    StoredImages open(ImageSet images, int size, boolean skip) {
        List<String> key = List.of(Integer.toString(ImageManifest.FORMAT), Integer.toString(size), Boolean.toString(skip),
                images.fingerprint());
        String name = "images-" + Sha256.of(key).substring(0, 16);
        Optional<ImageManifest> kept = kept(name);
        ImageManifest manifest = kept.isPresent() ? kept.get() : make(name, images, size, skip);
        if (manifest.skipped() > 0) {
            log.accept(String.format(Locale.ROOT, "%,d of %,d images cannot be decoded and are left out", manifest.skipped(),
                    manifest.skipped() + manifest.images()));
        }
        Path pixels = pixels(name);
        try {
            return new StoredImages(manifest, MappedTokens.of(pixels, TokenWidth.UINT8), labels(name));
        } catch (IOException e) {
            throw IoReason.unreadable(DATA, pixels, e);
        }
    }

    private Path pixels(String name) {
        return cache.file(name + ".bin");
    }

    private int[] labels(String name) throws IOException {
        try (Tokens labels = MappedTokens.of(cache.file(name + ".labels"), TokenWidth.INT32)) {
            int[] result = new int[Math.toIntExact(labels.size())];
            labels.read(0, result, 0, result.length);
            return result;
        }
    }

    private Optional<ImageManifest> kept(String name) {
        return cache.json(name + ".json", new TypeReference<ImageManifest>() { }).filter(manifest -> manifest.isComplete()
                && manifest.bytes() == cache.size(name + ".bin")
                && (long) manifest.images() * TokenWidth.INT32.bytes() == cache.size(name + ".labels"));
    }

    private ImageManifest make(String name, ImageSet images, int size, boolean skip) {
        log.accept(String.format(Locale.ROOT, "decoding %,d images to %d×%d", images.items().size(), size, size));
        ImageEncoder encoder = new ImageEncoder(images, size, skip, log);
        cache.put(name + ".bin", encoder::writePixels);
        if (encoder.labels().length == 0) {
            throw new GrowthException(DATA, "none of " + images.items().size() + " images can be decoded");
        }
        cache.put(name + ".labels", out -> new TokenWriter(out, TokenWidth.INT32).accept(encoder.labels()));
        ImageManifest manifest = new ImageManifest(ImageManifest.FORMAT, encoder.labels().length, size, encoder.skipped(),
                images.classes(), HexFormat.of().formatHex(encoder.hash()));
        cache.putJson(name + ".json", manifest);
        log.accept(String.format(Locale.ROOT, "decoded: %,d images, kept in %s", manifest.images(), pixels(name)));
        return manifest;
    }

    /**
     * What stands in a file of decoded images; written after it, so a file with a manifest is complete.
     *
     * @param format  version of the layout
     * @param images  how many
     * @param size    height and width in pixels
     * @param skipped images that could not be decoded and are left out
     * @param classes names of the labels, in their order
     * @param sha256  hash of pixels and labels
     */
    record ImageManifest(int format, int images, int size, int skipped, List<String> classes, String sha256) {
        static final int FORMAT = 1;

        private boolean isComplete() {
            return format == FORMAT && classes != null;
        }

        private long bytes() {
            return images * (long) Rgb.CHANNELS * size * size;
        }
    }
}
