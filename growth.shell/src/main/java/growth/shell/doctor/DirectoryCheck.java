package growth.shell.doctor;

import growth.api.Amounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;

/**
 * Checks the working folder, below which runs are written. That folder depends on the caller, so this check is not a service.
 *
 * @param directory the folder
 */
public record DirectoryCheck(Path directory) implements HealthCheck {
    /** The check's name. */
    public static final String SUBJECT = "working folder";
    private static final long LITTLE = 2L << 30;

    @Override
    public Result execute() {
        Path folder = directory.toAbsolutePath().normalize();
        try {
            // permissions alone are not enough: the file system may be read-only
            Files.delete(Files.createTempFile(folder, ".growth-doctor-", ""));
            long free = Files.getFileStore(folder).getUsableSpace();
            String fact = folder + " can be written, " + Amounts.bytes(free) + " free";
            return free >= LITTLE ? new Result(Status.OK, fact)
                    : new Result(Status.WARN, fact + "\nmake room: a checkpoint takes 12 bytes per parameter");
        } catch (IOException e) {
            return new Result(Status.WARN, folder + " cannot be written (" + e.getClass().getSimpleName()
                    + ")\nstart growth in another folder, or write runs elsewhere with --out");
        }
    }
}
