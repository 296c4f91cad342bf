package growth.formats.folder;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Says whether other users than the one who runs this process, and root, can change a file, and makes folders that they cannot
 * enter. Where the file system knows no users and modes (Windows), nobody else can.
 */
public final class OtherUsers {
    private static final Set<PosixFilePermission> PRIVATE_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final int ROOT = 0;
    private static final int SET_GROUP = 02000;
    private static final int STICKY = 01000;
    private static final int GROUP_WRITE = 020;
    private static final int OTHERS_WRITE = 02;

    private OtherUsers() {
    }

    /**
     * Returns how others could change the file, in one line with what to do; empty if they cannot. They can if they own it or may write it,
     * or if they can put another in its place or in that of a folder above it. A link is followed.
     *
     * @throws IOException if the file is not there or its attributes cannot be read
     */
    public static Optional<String> whoCanChange(Path file) throws IOException {
        Path real = file.toRealPath();
        if (!real.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return Optional.empty();
        }
        int user = user(real);
        for (Path at = real; at != null; at = at.getParent()) {
            int owner = (int) Files.getAttribute(at, "unix:uid");
            if (owner != user && owner != ROOT) {
                return Optional.of(at + " belongs to another user, who can change it (chown it)");
            }
            if (isWrittenByOthers(at) && (at.equals(real) || ((int) Files.getAttribute(at, "unix:mode") & STICKY) == 0)) {
                return Optional.of("other users can write " + at + " (chmod go-w " + at + ")");
            }
        }
        return Optional.empty();
    }

    /**
     * Returns whether others may write the file or folder itself, whatever lies above it. A group of the same number as the owner is the
     * owner's own, as most systems set it up.
     */
    public static boolean canWrite(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix") && isWrittenByOthers(file);
    }

    /** Returns whether the file or folder belongs to the user who runs this process, or to root. A link is followed. */
    public static boolean isOwn(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return true;
        }
        int owner = (int) Files.getAttribute(file, "unix:uid");
        return owner == user(file) || owner == ROOT;
    }

    /** Returns whether a folder has the set-group-ID bit, so that what is made in it belongs to a group that works there together. */
    public static boolean isShared(Path folder) throws IOException {
        return folder.getFileSystem().supportedFileAttributeViews().contains("unix")
                && ((int) Files.getAttribute(folder, "unix:mode") & SET_GROUP) != 0;
    }

    /**
     * Makes a folder that only its owner can enter, and those above it as usual. In a folder with the set-group-ID bit, which a group
     * shares, it is made as usual, too. One that is there stays as it is.
     */
    public static void makePrivate(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = Files.createDirectories(folder.toAbsolutePath().getParent());
        boolean unix = parent.getFileSystem().supportedFileAttributeViews().contains("unix");
        try {
            if (unix && !isShared(parent)) {
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE_FOLDER));
            } else {
                Files.createDirectory(folder);
            }
        } catch (FileAlreadyExistsException e) {
            // another process of the same run has just made it
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static boolean isWrittenByOthers(Path file) throws IOException {
        int mode = (int) Files.getAttribute(file, "unix:mode");
        boolean ownGroup = Files.getAttribute(file, "unix:gid").equals(Files.getAttribute(file, "unix:uid"));
        return (mode & OTHERS_WRITE) != 0 || (mode & GROUP_WRITE) != 0 && !ownGroup;
    }

    /** A process's own folder belongs to the user it runs as; where there is none, the file's owner is taken if it has the user's name. */
    private static int user(Path file) throws IOException {
        Path self = Path.of("/proc/self");
        if (Files.exists(self)) {
            return (int) Files.getAttribute(self, "unix:uid");
        }
        boolean own = Files.getOwner(file).getName().equals(System.getProperty("user.name"));
        return own ? (int) Files.getAttribute(file, "unix:uid") : -1;
    }
}
