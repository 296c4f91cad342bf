package growth.data.images;

import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.data.cache.CacheFolder;
import growth.data.tokens.MappedTokens;
import growth.data.tokens.TokenWidth;
import growth.data.tokens.TokenWriter;
import growth.data.tokens.Tokens;
import growth.formats.digest.Sha256;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Pictures decoded and resized once: a file of pixels, a file of labels, and an {@link ImageManifest}, named after what they come from. */
final class ImageCache {
    private final CacheFolder cache;
    private final Consumer<String> log;

    ImageCache(CacheFolder cache, Consumer<String> log) {
        this.cache = cache;
        this.log = log;
    }

    /**
     * @param size height and width to store them at, in pixels
     * @param skip whether pictures that cannot be decoded are left out; otherwise the first one is an error
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
            return new StoredImages(manifest, new MappedTokens(pixels, TokenWidth.UINT8), labels(name));
        } catch (IOException e) {
            throw new GrowthException(DATA, pixels + " cannot be read: " + IoReason.of(e), e);
        }
    }

    private Path pixels(String name) {
        return cache.file(name + ".bin");
    }

    private Path labelFile(String name) {
        return cache.file(name + ".labels");
    }

    private int[] labels(String name) throws IOException {
        try (Tokens labels = new MappedTokens(labelFile(name), TokenWidth.INT32)) {
            int[] result = new int[Math.toIntExact(labels.size())];
            labels.read(0, result, 0, result.length);
            return result;
        }
    }

    private Optional<ImageManifest> kept(String name) {
        return cache.text(name + ".json").flatMap(ImageManifest::parse).filter(manifest -> manifest.bytes() == size(pixels(name))
                && (long) manifest.images() * TokenWidth.INT32.bytes() == size(labelFile(name)));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            // Not there: no manifest fits, and the file is made.
            return -1;
        }
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
        cache.putText(name + ".json", manifest.json());
        log.accept(String.format(Locale.ROOT, "decoded: %,d images, kept in %s", manifest.images(), pixels(name)));
        return manifest;
    }
}
