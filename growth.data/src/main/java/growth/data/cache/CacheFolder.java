package growth.data.cache;

import static growth.api.GrowthException.Kind.DATA;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import growth.api.GrowthException;
import growth.formats.folder.IoReason;
import growth.formats.folder.OtherUsers;
import growth.formats.json.PrettyJson;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A folder of files that are complete whenever they can be seen: each is written under a name of its own and renamed. Several processes
 * may fill one folder at once; entries are named after the hash of what they are made from, so whoever renames last puts the same bytes
 * there.
 */
public final class CacheFolder {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BUFFER = 1 << 20;
    private static final String PART = ".part";
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Path folder;

    /** Names a folder, which is made when the first file is written. */
    public CacheFolder(Path folder) {
        this.folder = folder;
    }

    /** Writes a file's contents. */
    @FunctionalInterface
    public interface Content {
        /** Writes the contents to a buffered stream, which it need not close. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Returns whether nobody else has made the folder, who could have put anything there. In a folder with the set-group-ID bit members of
     * a group work together.
     */
    private boolean isOurs() {
        try {
            return !Files.exists(folder) || OtherUsers.isOwn(folder) || OtherUsers.isShared(folder);
        } catch (IOException e) {
            throw IoReason.unreadable(DATA, folder, e);
        }
    }

    /** Returns the path of an entry, whether it exists or not. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Returns the entry as text; empty if there is none or it cannot be read. */
    public Optional<String> text(String name) {
        if (!isOurs()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file(name)));
        } catch (IOException e) {
            // An entry that cannot be read is made anew, as one that is not there.
            return Optional.empty();
        }
    }

    /** Returns the size of an entry in bytes; -1 if there is none, so that no manifest fits and the entry is made. */
    public long size(String name) {
        if (!isOurs()) {
            return -1;
        }
        try {
            return Files.size(file(name));
        } catch (IOException e) {
            return -1;
        }
    }

    /** Returns an entry of {@link #putJson}; empty if there is none or it is damaged, so that it is made anew. */
    public <T> Optional<T> json(String name, TypeReference<T> type) {
        return text(name).flatMap(text -> {
            try {
                return Optional.ofNullable(JSON.readValue(text, type));
            } catch (JsonProcessingException e) {
                return Optional.empty();
            }
        });
    }

    /** Puts a record there, as JSON. */
    public void putJson(String name, Object entry) {
        putText(name, PrettyJson.of(JSON.valueToTree(entry)));
    }

    /** Puts a text there. */
    public void putText(String name, String text) {
        put(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Puts a file there; the old one, if any, stays until the new one is complete and on disk.
     *
     * @throws GrowthException (DATA) if it cannot be written; what was written is removed
     */
    public void put(String name, Content content) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new GrowthException(DATA, folder + " is a file; tokenised text and decoded images need a folder there");
        }
        if (!isOurs()) {
            throw new GrowthException(DATA, folder + " belongs to another user, who could exchange tokenised text and decoded images; train"
                    + " with --out in a folder of your own");
        }
        Path part = file(name + "." + UUID.randomUUID() + PART);
        try {
            OtherUsers.makePrivate(folder);
            removeAbandoned(name);
            try (FileOutputStream file = new FileOutputStream(part.toFile())) {
                OutputStream out = new BufferedOutputStream(file, BUFFER);
                content.writeTo(out);
                out.flush();
                file.getFD().sync();
            }
            Files.move(part, file(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw IoReason.unwritable(DATA, file(name), e);
        } finally {
            removeQuietly(part);
        }
    }

    /** A process that was killed leaves its half-written file; nobody writes one for a day. */
    private void removeAbandoned(String name) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, name + ".*" + PART)) {
            for (Path part : parts) {
                if (isAbandoned(part)) {
                    removeQuietly(part);
                }
            }
        }
    }

    private static boolean isAbandoned(Path part) {
        try {
            return Files.getLastModifiedTime(part).toInstant().isBefore(Instant.now().minus(ABANDONED));
        } catch (IOException e) {
            // Its writer has just renamed it.
            return false;
        }
    }

    private static void removeQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It stays until it counts as abandoned; the failure that matters has been thrown or there was none.
        }
    }
}
