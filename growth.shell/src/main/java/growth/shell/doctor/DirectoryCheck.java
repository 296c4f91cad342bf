package growth.shell.doctor;

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

    @Override
    public Result execute() {
        Path folder = directory.toAbsolutePath().normalize();
        try {
            // permissions alone are not enough: the file system may be read-only
            Files.delete(Files.createTempFile(folder, ".growth-doctor-", ""));
            return SpaceCheck.of(folder + " can be written, ", folder);
        } catch (IOException e) {
            return new Result(Status.WARN, folder + " cannot be written (" + e.getClass().getSimpleName()
                    + ")\nstart growth in another folder, or write runs elsewhere with --out");
        }
    }
}
