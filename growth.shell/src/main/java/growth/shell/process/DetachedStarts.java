package growth.shell.process;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.folder.IoReason;
import growth.runtime.folder.RunProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Starts commands of this installation in processes of their own, which go on when terminal and parent are gone. What the process prints is
 * in a file; when its run has begun, the process itself moves the file into the run folder, by which its parent knows.
 */
@Component(service = DetachedStarts.class)
public final class DetachedStarts {
    /** Option of the process that tells it the file. */
    public static final String OPTION = RunProcess.DETACHED;
    /** The file's name in the run folder. */
    public static final String OUTPUT = "output.txt";
    private static final long LOOK_MILLIS = 50;
    private final Path program;

    @Activate
    public DetachedStarts(BundleContext context) {
        this(Path.of(context.getProperty("growth.home")).resolve("bin").resolve(File.separatorChar == '\\' ? "growth.bat" : "growth"));
    }

    /** @param program the start script */
    public DetachedStarts(Path program) {
        this.program = program;
    }

    /**
     * What became of a process.
     *
     * @param pid    its number
     * @param status its exit status, if it ended before its run began
     * @param output what it had printed by then
     */
    public record Outcome(long pid, Optional<Integer> status, String output) {
    }

    /**
     * Starts a command and waits until its run has begun, or it has ended, or nobody wants it any more, which ends it.
     *
     * @param arguments the command line
     * @param directory the working folder
     * @param folder    the run folder, which need not be there
     * @param stop      whether it is not wanted any more
     * @throws GrowthException (UNEXPECTED) if it cannot be started, (CHECKPOINT) if there is nowhere to write what it prints
     */
    public Outcome start(List<String> arguments, Path directory, Path folder, BooleanSupplier stop) {
        Path output = output(folder.toAbsolutePath());
        List<String> command = new ArrayList<>(apart());
        command.add(program.toString());
        command.addAll(arguments);
        command.addAll(List.of(OPTION, output.toString()));
        try {
            Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File(File.separatorChar == '\\' ? "NUL" : "/dev/null")))
                    .redirectOutput(output.toFile()).start();
            return await(process, output, stop);
        } catch (IOException e) {
            throw new GrowthException(Kind.UNEXPECTED, program + ": cannot be started: " + e.getMessage(), e);
        } finally {
            delete(output);
        }
    }

    /** Tells the parent, from within the process, that the run has begun. */
    public static void begun(Path output, Path folder) {
        try {
            Files.move(output, folder.resolve(OUTPUT), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new GrowthException(Kind.CHECKPOINT, output + ": cannot be moved into " + folder + ": " + IoReason.of(e), e);
        }
    }

    private static Outcome await(Process process, Path output, BooleanSupplier stop) throws IOException {
        try {
            while (Files.exists(output)) {
                if (stop.getAsBoolean()) {
                    process.destroy();
                    process.waitFor();
                    return new Outcome(process.pid(), Optional.of(Kind.UNEXPECTED.exitStatus()), "");
                }
                if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS) && Files.exists(output)) {
                    return new Outcome(process.pid(), Optional.of(process.exitValue()), Files.readString(output));
                }
            }
            return new Outcome(process.pid(), Optional.empty(), "");
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new GrowthException(Kind.UNEXPECTED, "interrupted while the training began", e);
        }
    }

    /** On the run folder's own file system, so that it can be moved there while it is being written. */
    private static Path output(Path folder) {
        Path existing = folder;
        while (existing != null && !Files.isDirectory(existing)) {
            existing = existing.getParent();
        }
        try {
            return Files.createTempFile(existing, ".growth-detached-", ".txt");
        } catch (IOException e) {
            throw new GrowthException(Kind.CHECKPOINT, folder + ": cannot be written: " + IoReason.of(e)
                    + "; choose another folder with --out", e);
        }
    }

    private static void delete(Path output) {
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            // a hidden file more
            return;
        }
    }

    /** Returns what sets a process apart from its terminal: a session of its own, or at least no signal when the terminal goes. */
    private static List<String> apart() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of("setsid", "nohup").filter(tool -> Stream.of(path.split(File.pathSeparator)).filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)))).limit(1).toList();
    }
}
