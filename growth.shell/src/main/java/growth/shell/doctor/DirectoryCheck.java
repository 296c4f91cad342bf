package growth.shell.doctor;

import growth.runtime.console.Amounts;
import growth.shell.command.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The working folder, below which runs are written. */
public final class DirectoryCheck implements Check {
    private static final long LITTLE = 2L << 30;
    private static final String SUBJECT = "working folder";

    @Override
    public List<Finding> look(Console console) {
        Path folder = console.directory().toAbsolutePath().normalize();
        try {
            // permissions alone do not tell: the file system may be read-only
            Files.delete(Files.createTempFile(folder, ".growth-doctor-", ""));
            long free = Files.getFileStore(folder).getUsableSpace();
            String fact = folder + " can be written, " + Amounts.bytes(free) + " free";
            return List.of(free >= LITTLE ? Finding.ok(SUBJECT, fact)
                    : Finding.warn(SUBJECT, fact, "make room: a checkpoint takes 12 bytes per parameter"));
        } catch (IOException e) {
            return List.of(Finding.warn(SUBJECT, folder + " cannot be written (" + e.getClass().getSimpleName() + ")",
                    "start growth in another folder, or write runs elsewhere with --out"));
        }
    }
}
