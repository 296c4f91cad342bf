package growth.spark.executor;

import growth.spark.wire.Digest;
import growth.spark.wire.Message.FileCard;
import growth.spark.wire.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The words of an order, as they are said in this process. */
final class RankCommand {
    private final Path scratch;
    private final Driver driver;

    /** @param scratch a folder of this process alone */
    RankCommand(Path scratch, Driver driver) {
        this.scratch = scratch;
        this.driver = driver;
    }

    /**
     * Returns the command: files of the driver are fetched where they are not here already, and what only the rank knows is added.
     *
     * @param peers the addresses of all ranks, host:port, by rank; of one that is alone, none
     */
    List<String> of(Order order, int rank, List<String> peers) throws IOException {
        List<String> words = new ArrayList<>(order.command());
        for (FileCard card : order.files()) {
            Path here = here(card);
            words.replaceAll(word -> word.equals(card.path()) ? here.toString() : word);
        }
        if (order.ranks() > 1) {
            words.addAll(List.of("--rank", Integer.toString(rank), "--peers", String.join(",", peers), "--peers-secret-file",
                    secret(order).toString()));
        }
        return words;
    }

    private Path here(FileCard card) throws IOException {
        Path same = Path.of(card.path());
        if (Files.isReadable(same) && Digest.of(same).equals(card.sha256())) {
            return same;
        }
        return new Folder(scratch.resolve("files").resolve(card.sha256()), driver).put(card);
    }

    private Path secret(Order order) throws IOException {
        Path file = scratch.resolve("secret");
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, HexFormat.of().formatHex(order.secret()));
    }
}
