package growth.runtime.plugins.trust;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.folder.IoReason;
import growth.formats.folder.OtherUsers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of trusted jars: on each line the SHA-256 of one and its name, as {@code sha256sum} prints them. The hash counts, the name is for
 * people. Lines that are empty or begin with {@code #} are kept and mean nothing.
 *
 * @param file the file; it need not exist
 */
public record TrustedList(Path file) {
    private static final Pattern LINE = Pattern.compile("\\\\?([0-9a-fA-F]{64})(?: [ *](.+))?");
    private static final String HEADING = "# Jars that may be installed as plug-ins, as sha256sum prints them. 'growth plugins trust"
            + " FILE.jar' adds one.";

    /**
     * Returns the hashes, in small letters; none if there is no such file.
     *
     * @throws GrowthException (CONFIGURATION) with file and line if one is malformed, or if others can change the file
     */
    public Set<String> hashes() {
        Set<String> hashes = new HashSet<>();
        int number = 0;
        for (String line : lines()) {
            number++;
            if (meansSomething(line)) {
                hashes.add(hash(line, number));
            }
        }
        return hashes;
    }

    /**
     * Adds a jar. Returns whether it was not listed yet.
     *
     * @throws GrowthException (CONFIGURATION) if the file is malformed or cannot be written
     */
    public boolean add(String sha256, String name) {
        if (hashes().contains(sha256)) {
            return false;
        }
        List<String> lines = new ArrayList<>(lines());
        if (lines.isEmpty()) {
            lines.add(HEADING);
        }
        lines.add(sha256 + "  " + name.replaceAll("\\p{Cntrl}", "?"));
        write(lines);
        return true;
    }

    /** Removes a jar. Returns whether it was listed. */
    public boolean remove(String sha256) {
        if (!hashes().contains(sha256)) {
            return false;
        }
        List<String> lines = new ArrayList<>(lines());
        lines.removeIf(line -> meansSomething(line) && hash(line, 0).equals(sha256));
        write(lines);
        return true;
    }

    private static boolean meansSomething(String line) {
        return !line.isBlank() && !line.startsWith("#");
    }

    private String hash(String line, int number) {
        Matcher matcher = LINE.matcher(line.strip());
        if (!matcher.matches()) {
            throw new GrowthException(Kind.CONFIGURATION, file + ":" + number
                    + ": is no SHA-256 of 64 digits with a file name, as sha256sum prints them");
        }
        return matcher.group(1).toLowerCase(Locale.ROOT);
    }

    private List<String> lines() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            OtherUsers.whoCanChange(file).ifPresent(how -> {
                throw new GrowthException(Kind.CONFIGURATION, "the list of trusted jars does not count: " + how);
            });
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw IoReason.unreadable(Kind.CONFIGURATION, file, e);
        }
    }

    /** Readers see the old or the new file. It holds no secret: whoever uses the installation may read it. */
    private void write(List<String> lines) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path beside = Files.createTempFile(file.toAbsolutePath().getParent(), "." + file.getFileName(), ".tmp");
            try {
                Files.write(beside, lines, StandardCharsets.UTF_8);
                if (beside.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                    Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-r--r--"));
                }
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw IoReason.unwritable(Kind.CONFIGURATION, file, e);
        }
    }
}
