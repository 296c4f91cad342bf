package growth.formats.folder;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that stand beside a folder while it is written: {@code .tmp-NAME-ID} (the new one), {@code .old-NAME-ID} (the one it replaces,
 * for the moment between two renames) and {@code .tmp-NAME-ID.lock} (locked by the process that writes, so that others leave the rest
 * alone).
 *
 * @param target the folder to be written
 * @param id     eight hexadecimal digits that tell writers apart
 */
record FolderName(Path target, String id) {
    private static final Pattern BESIDE = Pattern.compile("\\.(?:tmp|old)-(.+)-([0-9a-f]{8})(?:\\.lock)?");

    static FolderName fresh(Path target) {
        return new FolderName(target, UUID.randomUUID().toString().substring(0, 8));
    }

    /** Returns the folder that a file beside it belongs to, if it has one of the three names. */
    static Optional<FolderName> of(Path beside) {
        Matcher matcher = BESIDE.matcher(beside.getFileName().toString());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new FolderName(beside.resolveSibling(matcher.group(1)), matcher.group(2)));
    }

    Path temporary() {
        return target.resolveSibling(".tmp-" + target.getFileName() + "-" + id);
    }

    Path old() {
        return target.resolveSibling(".old-" + target.getFileName() + "-" + id);
    }

    Path lock() {
        return target.resolveSibling(".tmp-" + target.getFileName() + "-" + id + ".lock");
    }
}
