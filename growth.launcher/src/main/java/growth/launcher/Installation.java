package growth.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.osgi.framework.Constants;

/**
 * Where an installation's parts lie, and how long it may take to end.
 *
 * @param home        the folder with {@code bin}, {@code lib}, {@code bundle}, {@code conf}
 * @param plugins     the folder whose jars are installed while the framework runs
 * @param folders     where processes keep what is this user's alone
 * @param saveTimeout how long the command may go on after the process was asked to end
 * @param stopTimeout how long the bundles may take to stop
 */
record Installation(Path home, Path plugins, UserFolders folders, Duration saveTimeout, Duration stopTimeout) {

    static final String HOME = "growth.home";
    static final String PLUGINS = "growth.plugins";
    static final String SAVE_TIMEOUT = "growth.save.timeout";
    static final String STOP_TIMEOUT = "growth.stop.timeout";
    static final String NOT_STARTED = "growth.not.started";
    /** Framework property: whether the folder of plug-ins is left alone. */
    static final String SAFE = "growth.safe";
    /** The option that sets it. */
    static final String SAFE_OPTION = "--safe";
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    /**
     * Reads {@code growth.home}, {@code growth.plugins} (default: the environment's GROWTH_PLUGINS, then {@code <home>/plugins}),
     * the folders of {@link UserFolders} and the two time-outs in milliseconds.
     *
     * @throws StartException if there is no installation at {@code growth.home}
     */
    static Installation from(Properties system) {
        Path home = Path.of(system.getProperty(HOME, ".")).toAbsolutePath().normalize();
        if (!Files.isDirectory(home.resolve("bundle"))) {
            throw new StartException("no installation at " + home + ": it has no folder 'bundle'; -D" + HOME + "=FOLDER says where it is");
        }
        String environment = System.getenv("GROWTH_PLUGINS");
        String fallback = environment == null || environment.isBlank() ? home.resolve("plugins").toString() : environment;
        return new Installation(
                home,
                Path.of(system.getProperty(PLUGINS, fallback)).toAbsolutePath().normalize(),
                UserFolders.of(System.getenv(), system),
                millis(system, SAVE_TIMEOUT, Duration.ofMinutes(5)),
                millis(system, STOP_TIMEOUT, Duration.ofSeconds(10)));
    }

    private static Duration millis(Properties system, String key, Duration fallback) {
        String text = system.getProperty(key);
        if (text == null) {
            return fallback;
        }
        try {
            return Duration.ofMillis(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new StartException("-D" + key + "=" + text + " is not a number of milliseconds", e);
        }
    }

    /**
     * The bundles of the folder {@code bundle}, jars and unpacked ones, by name, so that two starts install them in the same order. A
     * bundle with jars inside lies there unpacked: Felix reads them in place, and would otherwise copy them into the storage of every
     * process.
     */
    List<Path> bundles() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("bundle"))) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar") || Files.exists(file.resolve(MANIFEST))).sorted()
                    .toList();
        }
    }

    /**
     * The framework's properties: {@code conf/framework.properties}, overridden by the JVM's system properties.
     *
     * @param vectors whether {@code jdk.incubator.vector} is there to be imported
     * @param safe    whether the folder of plug-ins is left alone
     */
    Map<String, String> frameworkProperties(Properties system, Path cache, boolean vectors, boolean safe) throws IOException {
        Map<String, String> properties = new HashMap<>();
        Path file = home.resolve("conf/framework.properties");
        if (Files.exists(file)) {
            Properties read = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                read.load(reader);
            }
            read.forEach((key, value) -> properties.put((String) key, (String) value));
        }
        system.stringPropertyNames().forEach(key -> properties.put(key, system.getProperty(key)));
        properties.put(HOME, home.toString());
        properties.put(PLUGINS, plugins.toString());
        properties.put(Constants.FRAMEWORK_STORAGE, cache.toString());
        if (safe) {
            properties.put(SAFE, "true");
        }
        if (vectors) {
            properties.merge(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, VectorModule.NAME, (given, vector) -> given + "," + vector);
        }
        return properties;
    }
}
