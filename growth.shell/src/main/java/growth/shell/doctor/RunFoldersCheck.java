package growth.shell.doctor;

import growth.formats.folder.IoReason;
import growth.formats.folder.OtherUsers;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/**
 * Checks that others cannot write the runs of the working folder, unless a group shares them. That folder depends on the caller, so this
 * check is not a service.
 *
 * @param directory the working folder
 */
public record RunFoldersCheck(Path directory) implements HealthCheck {
    /** The check's name. */
    public static final String SUBJECT = "run folders";

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        // a log without an entry counts as a warning
        log.debug("modes of run folders");
        Path runs = directory.toAbsolutePath().normalize().resolve("runs");
        if (Files.isDirectory(runs)) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(runs, Files::isDirectory)) {
                for (Path folder : folders) {
                    if (OtherUsers.canWrite(folder) && !OtherUsers.isShared(folder)) {
                        log.warn("other users can write {}\nchmod go-w {}", folder, folder);
                    }
                }
            } catch (IOException e) {
                log.warn("{} cannot be read: {}", runs, IoReason.of(e));
            }
        }
        return new Result(log);
    }
}
