package growth.spark.driver;

import growth.spark.wire.Digest;
import growth.spark.wire.Message.FileCard;
import growth.spark.wire.Order.Shelf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The driver's plug-ins, for its executors.
 *
 * @param plugins  the folder of plug-ins; need not be there
 * @param settings the folder of settings that says which jars are trusted
 * @param mode     the framework's property growth.plugins.trust; empty if it is not set
 * @param safe     whether plug-ins are left alone
 */
public record Shelves(Path plugins, Path settings, String mode, boolean safe) {
    /** No plug-ins. */
    public static final Shelves NONE = new Shelves(Path.of(""), Path.of(""), "", true);

    /** A file that was written so recently is perhaps still being copied. */
    private static final long STILL_MILLIS = 500;
    private static final int LOOKS = 20;

    /** Returns what is there now, and offers the files' contents. */
    Shelf now(Desk desk) throws IOException, InterruptedException {
        if (safe) {
            return new Shelf(new ArrayList<>(), new ArrayList<>(), mode);
        }
        return new Shelf(cards(still(plugins, name -> name.endsWith(".jar")), desk),
                cards(still(settings, name -> name.startsWith("trusted-plugins")), desk), mode);
    }

    private static ArrayList<FileCard> cards(List<Path> files, Desk desk) throws IOException {
        ArrayList<FileCard> cards = new ArrayList<>();
        for (Path file : files) {
            FileCard card = new FileCard(file.getFileName().toString(), Digest.of(file));
            desk.offer(card.sha256(), file);
            cards.add(card);
        }
        return cards;
    }

    private static List<Path> still(Path folder, Predicate<String> names) throws IOException, InterruptedException {
        List<Path> files = list(folder, names);
        for (int look = 0; look < LOOKS && isMoving(files); look++) {
            Thread.sleep(STILL_MILLIS / 2);
            files = list(folder, names);
        }
        return files;
    }

    private static boolean isMoving(List<Path> files) throws IOException {
        long now = System.currentTimeMillis();
        for (Path file : files) {
            if (now - Files.getLastModifiedTime(file).toMillis() < STILL_MILLIS) {
                return true;
            }
        }
        return false;
    }

    private static List<Path> list(Path folder, Predicate<String> names) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> names.test(file.getFileName().toString()) && Files.isRegularFile(file)).sorted().toList();
        }
    }
}
