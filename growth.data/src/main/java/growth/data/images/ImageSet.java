package growth.data.images;

import growth.data.corpus.Stored;
import growth.formats.digest.Sha256;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Images that are used together.
 *
 * @param items       in an order that does not depend on the file system
 * @param classes     names of all classes, sorted
 * @param fingerprint hash that is another one if the images are
 * @param files       archives that they come from, for the provenance
 * @param opened      to be closed when the images have been read
 */
record ImageSet(List<ImageItem> items, List<String> classes, String fingerprint, List<Stored> files, List<AutoCloseable> opened)
        implements AutoCloseable {
    /** Returns a set whose classes are those that occur. */
    static ImageSet of(List<ImageItem> items, String fingerprint, List<Stored> files, List<AutoCloseable> opened) {
        return new ImageSet(items, sorted(items.stream().map(ImageItem::label)), fingerprint, files, opened);
    }

    private static List<String> sorted(Stream<String> names) {
        return names.distinct().sorted().toList();
    }

    /** Returns all of them, in order. */
    static ImageSet join(List<ImageSet> sets) {
        List<ImageItem> items = new ArrayList<>();
        List<Stored> files = new ArrayList<>();
        List<AutoCloseable> opened = new ArrayList<>();
        for (ImageSet set : sets) {
            items.addAll(set.items());
            files.addAll(set.files());
            opened.addAll(set.opened());
        }
        return new ImageSet(items, sorted(sets.stream().flatMap(set -> set.classes().stream())),
                Sha256.of(sets.stream().map(ImageSet::fingerprint).toList()), files, opened);
    }

    @Override
    public void close() {
        for (AutoCloseable resource : opened) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new IllegalStateException("closing the images failed", e);
            }
        }
    }

    /**
     * An image of a data set, not decoded yet.
     *
     * @param name   how errors call it
     * @param label  name of its class
     * @param source reads and decodes it; may be asked by any thread
     */
    record ImageItem(String name, String label, Source source) {
        /** Where an image comes from. */
        @FunctionalInterface
        interface Source {
            /** Reads and decodes the image, all of it or none. */
            Rgb read() throws IOException;
        }
    }
}
