package growth.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * The user this process runs as, and what only they can change. Where the file system knows no users and modes (Windows), everything in a
 * user's own folders counts as theirs.
 *
 * @param id the user's number; {@link #UNKNOWN} owns nothing
 */
record FileOwner(int id) {

    static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private static final int UNKNOWN = -1;
    private static final int ROOT = 0;
    private static final int STICKY = 01000;
    private static final Set<PosixFilePermission> WRITTEN_BY_OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    static FileOwner current() {
        try {
            // a process's own folder belongs to the user it runs as
            return new FileOwner((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | RuntimeException e) {
            return byName();
        }
    }

    private static FileOwner byName() {
        try {
            Path home = Path.of(System.getProperty("user.home"));
            boolean own = Files.getOwner(home).getName().equals(System.getProperty("user.name"));
            return new FileOwner(own ? (int) Files.getAttribute(home, "unix:uid") : UNKNOWN);
        } catch (IOException | RuntimeException e) {
            return new FileOwner(UNKNOWN);
        }
    }

    /** Whether the file system tells owners and modes. */
    static boolean isKnownAt(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    /** Whether it is a folder of this user, and no link to one. */
    boolean ownsFolder(Path file) throws IOException {
        return Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                && (!isKnownAt(file) || (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS) == id);
    }

    /** Whether it is there and belongs to another user than this one and root. */
    boolean isForeign(Path file) {
        try {
            int owner = Files.exists(file) && isKnownAt(file) ? (int) Files.getAttribute(file, "unix:uid") : id;
            return owner != id && owner != ROOT;
        } catch (IOException e) {
            // whoever writes there finds out why it cannot be read
            return false;
        }
    }

    /** Whether others may write it. A group of the same number as the user is the user's own, as most systems set it up. */
    boolean isWrittenByOthers(Path folder) throws IOException {
        boolean ownGroup = (int) Files.getAttribute(folder, "unix:gid") == id;
        return Files.getPosixFilePermissions(folder).stream()
                .anyMatch(mode -> WRITTEN_BY_OTHERS.contains(mode) && !(ownGroup && mode == PosixFilePermission.GROUP_WRITE));
    }

    /** Whether only this user and root can put something else in the place of a folder, it and all above it without links. */
    boolean controls(Path folder) throws IOException {
        for (Path at = folder; at != null; at = at.getParent()) {
            int owner = (int) Files.getAttribute(at, "unix:uid");
            boolean sticky = ((int) Files.getAttribute(at, "unix:mode") & STICKY) != 0;
            if (owner != id && owner != ROOT || isWrittenByOthers(at) && !sticky) {
                return false;
            }
        }
        return true;
    }
}
