package growth.shell.doctor;

import growth.api.Amounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;

/**
 * Checks the room on the file system of a folder, without writing to it.
 *
 * @param folder the folder, there already or not
 */
public record SpaceCheck(Path folder) implements HealthCheck {
    /** The check's name. */
    public static final String SUBJECT = "run folder";
    private static final long LITTLE = 2L << 30;

    @Override
    public Result execute() {
        Path there = folder.toAbsolutePath().normalize();
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        try {
            return of(there + ": ", there);
        } catch (IOException e) {
            return new Result(Status.WARN, there + " cannot be asked for its room (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** Returns how much room there is. */
    static Result of(String fact, Path there) throws IOException {
        long free = Files.getFileStore(there).getUsableSpace();
        return free >= LITTLE ? new Result(Status.OK, fact + Amounts.bytes(free) + " free")
                : new Result(Status.WARN, fact + Amounts.bytes(free) + " free\nmake room: a checkpoint takes 12 bytes per parameter");
    }
}
