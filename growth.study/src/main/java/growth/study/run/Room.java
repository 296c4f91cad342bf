package growth.study.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Room on the disk of a folder. */
final class Room {
    private static final int PROBE = 1 << 20;

    private Room() {
    }

    /**
     * Returns whether so many bytes can probably be written. The system is asked, and then tried a little, since quotas are told by trying
     * only.
     *
     * @param folder a folder
     */
    static boolean in(Path folder, double bytes) {
        Path probe = folder.resolve(".room");
        try {
            try {
                Files.write(probe, new byte[PROBE]);
                return Files.getFileStore(folder).getUsableSpace() >= bytes;
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException e) {
            return false;
        }
    }
}
