package growth.launcher;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.osgi.framework.BundleException;

/**
 * An installation with its storage and a framework that has not started yet.
 *
 * @param framework initialised, without bundles: services that are registered now are there before any bundle is
 */
record Boot(Installation installation, Storage storage, RunningFramework framework) implements AutoCloseable {

    /**
     * Makes the storage and the framework.
     *
     * @param system the JVM's system properties, or what they would be
     * @param safe   whether the folder of plug-ins is left alone
     * @param warn   takes lines for the user
     * @throws StartException if there is no room
     */
    static Boot of(Installation installation, Properties system, boolean safe, Consumer<String> warn)
            throws IOException, BundleException {
        UserFolders folders = installation.folders();
        folders.warnings().forEach(warn);
        Storage storage = storage(folders);
        try {
            Path natives = folders.cache().orElse(storage.natives());
            Room.forNatives(natives).ifPresent(warn);
            // libraries read them in the JVM, whoever asks for the framework
            UserFolders.tell(Files.createDirectories(natives), System.getProperties());
            Map<String, String> properties = installation.frameworkProperties(system, storage.folder(), VectorModule.promise(system), safe);
            Configuration.write(properties, storage.configurations());
            properties.put(Configuration.FOLDER, storage.configurations().toString());
            return new Boot(installation, storage, RunningFramework.init(properties, installation.stopTimeout()));
        } catch (IOException | BundleException | RuntimeException e) {
            storage.close();
            throw e;
        }
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

    /** Removes the storage; the framework must have stopped. */
    @Override
    public void close() {
        storage.close();
    }
}
