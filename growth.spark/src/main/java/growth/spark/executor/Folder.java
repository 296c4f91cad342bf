package growth.spark.executor;

import growth.spark.wire.Digest;
import growth.spark.wire.Message.BytesAsked;
import growth.spark.wire.Message.FileCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder that is brought to the content of one of the driver's. */
final class Folder {
    private final Path path;
    private final Driver driver;

    Folder(Path path, Driver driver) {
        this.path = path;
        this.driver = driver;
    }

    /**
     * Brings the folder to that content: what is new is fetched and moved into its place, what is gone is removed.
     *
     * @param cards files by their names
     */
    void become(Collection<FileCard> cards) throws IOException {
        Files.createDirectories(path);
        Map<String, String> wanted = cards.stream().collect(Collectors.toMap(FileCard::path, FileCard::sha256));
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.toList()) {
                if (!wanted.containsKey(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
        for (FileCard card : cards) {
            put(card);
        }
    }

    /** Returns where a file of that content lies: in this folder, under its own name. */
    Path put(FileCard card) throws IOException {
        Path file = path.resolve(Path.of(card.path()).getFileName());
        if (!Files.exists(file) || !Digest.of(file).equals(card.sha256())) {
            Files.createDirectories(path);
            Path beside = Files.createTempFile(path, ".fetched", ".tmp");
            Files.write(beside, (byte[]) driver.ask(new BytesAsked(card.sha256())));
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }
}
