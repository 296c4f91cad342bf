package growth.data.images;

import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.data.images.ImageSet.ImageItem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Images in one folder per class: {@code CLASS/anything.jpg}. Files of other kinds and names that begin with a dot are passed over.
 */
final class ClassFolders {
    private static final List<String> ENDINGS = List.of(".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tif", ".tiff", ".webp");
    private final String root;
    private final String separator;
    private final List<ImageItem> items = new ArrayList<>();
    private final Set<String> classes = new TreeSet<>();
    private final Set<String> used = new TreeSet<>();

    /**
     * Begins without any image.
     *
     * @param root      how errors call the folder that holds the class folders
     * @param separator what stands between that and the path within it
     */
    ClassFolders(String root, String separator) {
        this.root = root;
        this.separator = separator;
    }

    /** Returns whether a file of that name counts as an image. */
    static boolean isImage(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(lower::endsWith);
    }

    /** Adds a folder directly below the root. */
    void addFolder(String name) {
        if (!name.startsWith(".")) {
            classes.add(name);
        }
    }

    /**
     * Adds a file.
     *
     * @param path below the root, folders separated by {@code /}
     * @throws GrowthException (DATA) if it is an image in no class folder, or in a folder within one
     */
    void add(String path, ImageItem.Source source) {
        List<String> names = Arrays.asList(path.split("/"));
        if (names.stream().anyMatch(name -> name.startsWith("."))) {
            return;
        }
        if (names.size() > 1) {
            classes.add(names.get(0));
        }
        if (!isImage(path)) {
            return;
        }
        if (names.size() == 1) {
            throw new GrowthException(DATA, name(path) + " is in no class folder; images stand in folders named after their class");
        }
        if (names.size() > 2) {
            throw new GrowthException(DATA, name(path) + " is " + names.size() + " levels down; name the folder that holds the class"
                    + " folders, e.g. " + name(String.join("/", names.subList(0, names.size() - 2))));
        }
        used.add(names.get(0));
        items.add(new ImageItem(name(path), names.get(0), source));
    }

    /** Returns the images, sorted by path; refuses a class without any (DATA). */
    List<ImageItem> items() {
        if (classes.isEmpty()) {
            throw new GrowthException(DATA, root + " holds no class folders with images");
        }
        Collection<String> empty = new TreeSet<>(classes);
        empty.removeAll(used);
        if (!empty.isEmpty()) {
            throw new GrowthException(DATA, "label folder " + name(empty.iterator().next()) + " has no images; add some or remove it");
        }
        return items.stream().sorted(Comparator.comparing(ImageItem::name)).toList();
    }

    private String name(String path) {
        return root + separator + path;
    }
}
