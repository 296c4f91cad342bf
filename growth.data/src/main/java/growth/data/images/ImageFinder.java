package growth.data.images;

import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.data.cache.FileStamp;
import growth.data.corpus.FilePatterns;
import growth.data.corpus.InputFile;
import growth.data.corpus.InputFiles;
import growth.data.images.ImageDecoder.UnreadableImageException;
import growth.data.images.ImageSet.ImageItem;
import growth.data.tar.TarFile;
import growth.data.tar.TarFile.TarEntry;
import growth.formats.digest.Sha256;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the images that a pattern of the options names: a folder of class folders, a {@code .tar} of the same, {@code .tar!folder} for a
 * folder within one, CIFAR-10's {@code .bin}, or single images whose class is the name of the folder they stand in.
 *
 * @param base  folder that relative paths start from
 * @param files the files of the run
 */
record ImageFinder(Path base, InputFiles files) {
    private static final String INSIDE = "!";
    /** More than an image of {@link ImageDecoder#MOST_PIXELS} takes in any format but as plain numbers of 16 bits. */
    private static final long LARGEST_FILE = 400_000_000;

    /**
     * Returns the images; what was opened for them belongs to the caller.
     *
     * @param patterns values of an option
     * @param option   its name
     * @throws GrowthException (DATA) in one line if there are none, (CONFIGURATION) if another option has them
     */
    ImageSet find(List<String> patterns, String option) {
        List<ImageSet> sets = new ArrayList<>();
        try {
            for (String pattern : patterns) {
                find(pattern, option, sets);
            }
            return ImageSet.join(sets);
        } catch (GrowthException e) {
            sets.forEach(ImageSet::close);
            throw files.place(option).at(e);
        }
    }

    private void find(String pattern, String option, List<ImageSet> sets) {
        if (isFolder(pattern)) {
            sets.add(folder(base.resolve(pattern).normalize(), option));
            return;
        }
        int inside = pattern.lastIndexOf(INSIDE);
        String outer = inside < 0 ? pattern : pattern.substring(0, inside);
        List<Path> pictures = new ArrayList<>();
        for (Path path : new FilePatterns(base).files(List.of(outer))) {
            String name = path.getFileName().toString();
            if (name.endsWith(".tar")) {
                sets.add(archive(path, inside < 0 ? "" : pattern.substring(inside + 1).replaceAll("^/+|/+$", ""), option));
            } else if (inside >= 0) {
                throw new GrowthException(DATA, path + " has no folders within; only a .tar is followed by '!' and a folder");
            } else if (name.endsWith(".bin")) {
                sets.add(cifar(path, option));
            } else if (ClassFolders.isImage(name)) {
                pictures.add(path);
            } else {
                throw new GrowthException(DATA, path + " is no folder of class folders, no .tar, no CIFAR-10 .bin and no image");
            }
        }
        if (!pictures.isEmpty()) {
            sets.add(pictures(pictures, option));
        }
    }

    private boolean isFolder(String pattern) {
        try {
            return Files.isDirectory(base.resolve(pattern));
        } catch (InvalidPathException e) {
            // A glob, where the system does not allow its characters in names.
            return false;
        }
    }

    private ImageSet folder(Path root, String option) {
        ClassFolders folders = new ClassFolders(root.toString(), "/");
        try (Stream<Path> children = Files.list(root)) {
            children.filter(Files::isDirectory).forEach(child -> folders.addFolder(child.getFileName().toString()));
        } catch (IOException e) {
            throw IoReason.unreadable(DATA, root, e);
        }
        files.claim(root.toString(), root.toString(), option);
        List<String> listing = new ArrayList<>();
        for (Path path : new FilePatterns(root).files(List.of(""))) {
            String relative = root.relativize(path).toString().replace('\\', '/');
            folders.add(relative, () -> ImageDecoder.decode(contents(path)));
            listing.add(relative + listing(path));
        }
        return ImageSet.of(folders.items(), Sha256.of(listing), List.of(), List.of());
    }

    private ImageSet pictures(List<Path> paths, String option) {
        List<ImageItem> items = new ArrayList<>();
        List<String> listing = new ArrayList<>();
        for (Path path : paths) {
            String label = path.toAbsolutePath().getParent().getFileName().toString();
            files.claim(path.toString(), path.toString(), option);
            items.add(new ImageItem(path.toString(), label, () -> ImageDecoder.decode(contents(path))));
            listing.add(label + "/" + path.getFileName() + listing(path));
        }
        return ImageSet.of(items, Sha256.of(listing), List.of(), List.of());
    }

    /** A stamp stands for an image's contents: hashing a million small files takes longer than decoding some. */
    private static String listing(Path path) {
        try {
            return "\t" + FileStamp.of(path);
        } catch (IOException e) {
            throw IoReason.unreadable(DATA, path, e);
        }
    }

    private ImageSet archive(Path path, String inner, String option) {
        InputFile file = files.file(path);
        String fingerprint = Sha256.of(List.of(file.sha256(), inner));
        files.claim(fingerprint, file.name(), option);
        TarFile tar = new TarFile(path);
        try {
            return ImageSet.of(items(tar, file.name(), inner), fingerprint, List.of(file), List.of(tar));
        } catch (GrowthException e) {
            tar.close();
            throw e;
        }
    }

    private static List<ImageItem> items(TarFile tar, String archive, String inner) {
        String prefix = inner.isEmpty() ? "" : inner + "/";
        List<TarEntry> entries = tar.entries().stream().filter(entry -> entry.name().startsWith(prefix)).toList();
        if (entries.isEmpty()) {
            String first = tar.entries().stream().map(TarEntry::name).min(Comparator.naturalOrder())
                    .map(name -> ", but " + name).orElse("");
            throw new GrowthException(DATA, archive + " holds nothing in " + (inner.isEmpty() ? "it" : inner + first));
        }
        ClassFolders folders = new ClassFolders(archive + (inner.isEmpty() ? "" : INSIDE + inner), inner.isEmpty() ? INSIDE : "/");
        for (TarEntry entry : entries) {
            String relative = entry.name().substring(prefix.length());
            if (!entry.folder()) {
                folders.add(relative, () -> ImageDecoder.decode(contents(tar, entry)));
            } else if (!relative.contains("/")) {
                folders.addFolder(relative);
            }
        }
        return folders.items();
    }

    private static byte[] contents(Path path) throws IOException {
        requireSmall(Files.size(path));
        return Files.readAllBytes(path);
    }

    private static byte[] contents(TarFile tar, TarEntry entry) throws IOException {
        requireSmall(entry.size());
        return tar.read(entry);
    }

    private static void requireSmall(long bytes) throws UnreadableImageException {
        if (bytes > LARGEST_FILE) {
            throw new UnreadableImageException("has " + bytes / 1_000_000 + " MB, more than a picture needs; files above "
                    + LARGEST_FILE / 1_000_000 + " MB are not decoded");
        }
    }

    private ImageSet cifar(Path path, String option) {
        InputFile file = files.file(path);
        CifarFile cifar = new CifarFile(file);
        files.claim(file.sha256(), file.name(), option);
        return new ImageSet(cifar.items(), CifarFile.NAMES, file.sha256(), List.of(file), List.of(cifar));
    }
}
