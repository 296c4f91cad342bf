package growth.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Where users keep settings and plug-ins of their own when the installation belongs to somebody else: the folders of the base directory
 * specification.
 *
 * @param settings {@code growth} in XDG_CONFIG_HOME or {@code ~/.config}; empty if there is no home. It need not exist
 * @param data     {@code growth} in XDG_DATA_HOME or {@code ~/.local/share}, likewise
 */
record PersonalFolders(Optional<Path> settings, Optional<Path> data) {

    private static final String NAME = "growth";

    static PersonalFolders of(Map<String, String> environment, Properties system) {
        Optional<Path> home = UserFolders.home(environment, system);
        return new PersonalFolders(
                UserFolders.absolute(environment.get("XDG_CONFIG_HOME")).or(() -> home.map(at -> at.resolve(".config")))
                        .map(parent -> parent.resolve(NAME)),
                UserFolders.absolute(environment.get("XDG_DATA_HOME")).or(() -> home.map(at -> at.resolve(".local/share")))
                        .map(parent -> parent.resolve(NAME)));
    }

    /** The files of a name that are there, that of the installation first, that of the user, which overrides it, last. */
    List<Path> settings(Path home, String name) {
        return Stream.concat(Stream.of(installed(home)), settings.stream()).map(folder -> folder.resolve(name)).filter(Files::isReadable)
                .toList();
    }

    /** The folder in which this user can change settings: the installation's, or their own. */
    Path configuration(Path home) {
        return canWrite(installed(home)) ? installed(home) : settings.orElse(installed(home));
    }

    /**
     * The folder of plug-ins: the installation's if this user can write it, or if somebody who can has put jars there; the user's own
     * otherwise.
     */
    Path plugins(Path home) {
        Path installed = home.resolve("plugins");
        return data.isEmpty() || canWrite(installed) || holdsJars(installed) ? installed : data.get().resolve("plugins");
    }

    private static Path installed(Path home) {
        return home.resolve("conf");
    }

    private static boolean canWrite(Path folder) {
        return Files.isWritable(Files.exists(folder) ? folder : folder.getParent());
    }

    private static boolean holdsJars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().endsWith(".jar"));
        } catch (IOException e) {
            // not there or not to be read: nobody offers anything
            return false;
        }
    }
}
