package growth.launcher;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import org.osgi.framework.BundleException;

/** The process: start, run the command, exit with its status. */
public final class Main {

    private static final int UNEXPECTED = 1;

    private Main() {
    }

    /**
     * Starts the installation and ends the JVM with the command's exit status.
     *
     * @param arguments the command line, handed to the command as it is
     */
    public static void main(String[] arguments) {
        StopRequest stop = new StopRequest();
        int status;
        try {
            status = run(arguments, System.getProperties(), stop);
        } catch (StartException e) {
            System.err.println("growth: " + e.getMessage());
            status = UNEXPECTED;
        } catch (IOException | BundleException e) {
            System.err.println("growth: the framework did not start: " + e.getMessage());
            status = UNEXPECTED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            status = UNEXPECTED;
        }
        stop.leave();
        // While a signal is being handled this blocks, and the JVM ends with the signal's status: what is wanted.
        System.exit(status);
    }

    private static Storage storage(UserFolders folders) {
        try {
            Room.requireForStorage(folders.storage());
            return Storage.create(folders.storage());
        } catch (IOException e) {
            throw new StartException(folders.storage() + " cannot be used: " + reason(e) + "; make room there, or set -D"
                    + UserFolders.STORAGE + "=FOLDER in JAVA_OPTS to another one", e);
        }
    }

    /** Without the folder's name, which the line has already. */
    private static String reason(IOException failure) {
        return failure instanceof FileSystemException system && system.getReason() != null ? system.getReason() : failure.toString();
    }

    private static int run(String[] arguments, Properties system, StopRequest stop)
            throws IOException, BundleException, InterruptedException {
        Installation installation = Installation.from(system);
        installation.configureLogging(system);
        UserFolders folders = installation.folders();
        folders.warnings().forEach(warning -> System.err.println("growth: " + warning));
        try (Storage storage = storage(folders)) {
            Path natives = folders.cache().orElse(storage.natives());
            Room.forNatives(natives).ifPresent(warning -> System.err.println("growth: " + warning));
            UserFolders.tell(Files.createDirectories(natives), system);
            boolean vectors = VectorModule.promise(system);
            boolean safe = Arrays.asList(arguments).contains(Installation.SAFE_OPTION);
            Map<String, String> properties = installation.frameworkProperties(system, storage.folder(), vectors, safe);
            Configuration.write(properties, storage.configurations());
            properties.put(Configuration.FOLDER, storage.configurations().toString());
            RunningFramework framework = RunningFramework.init(properties, installation.stopTimeout());
            Ending ending = new Ending(Thread.currentThread(), stop, framework, storage, installation);
            Runtime.getRuntime().addShutdownHook(new Thread(ending, "growth-shutdown"));
            return new Session(installation, framework, stop).run(arguments);
        }
    }
}
