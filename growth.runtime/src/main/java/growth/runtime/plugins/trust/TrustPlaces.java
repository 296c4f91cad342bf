package growth.runtime.plugins.trust;

import growth.runtime.plugins.PluginSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where lists and certificates lie.
 *
 * @param lists    the lists, of which all count; the first is the one to which this user can add
 * @param keystore the keystore; it need not exist
 * @param password the file of its password, if there is one
 */
record TrustPlaces(List<Path> lists, Path keystore, Optional<Path> password) {
    TrustPlaces {
        lists = List.copyOf(lists);
    }

    /**
     * Returns the places in the folder of settings that this user can write, and in the installation's. Paths in settings are relative to
     * the first.
     */
    static TrustPlaces of(PluginSettings settings) {
        Path installed = Path.of(settings.home()).resolve("conf");
        Path own = settings.conf().isBlank() ? installed : Path.of(settings.conf());
        List<Path> folders = Stream.of(own, installed).map(folder -> folder.toAbsolutePath().normalize()).distinct().toList();
        Path fallback = folders.stream().map(folder -> folder.resolve(PluginTrust.KEYSTORE)).filter(Files::exists).findFirst()
                .orElse(folders.get(0).resolve(PluginTrust.KEYSTORE));
        Path keystore = given(settings.plugins_keystore()).map(folders.get(0)::resolve).orElse(fallback);
        return new TrustPlaces(folders.stream().map(folder -> folder.resolve(PluginTrust.LIST)).toList(), keystore,
                given(settings.plugins_keystore_password_file()).map(folders.get(0)::resolve));
    }

    private static Optional<Path> given(String path) {
        return path.isBlank() ? Optional.empty() : Optional.of(Path.of(path.strip()));
    }
}
