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
 * @param personal    where users keep what they cannot write into the installation
 * @param folders     where processes keep what is this user's alone
 * @param saveTimeout how long the command may go on after the process was asked to end
 * @param stopTimeout how long the bundles may take to stop
 */
record Installation(Path home, Path plugins, PersonalFolders personal, UserFolders folders, Duration saveTimeout,
        Duration stopTimeout) {

    static final String HOME = "growth.home";
    static final String PLUGINS = "growth.plugins";
    /** Framework property: the folder of settings that this user can write. */
    static final String CONFIGURATION = "growth.conf";
    private static final String LOGGING = "java.util.logging.config.file";
    static final String SAVE_TIMEOUT = "growth.save.timeout";
    static final String STOP_TIMEOUT = "growth.stop.timeout";
    static final String NOT_STARTED = "growth.not.started";
    /** Framework property: whether the folder of plug-ins is left alone. */
    static final String SAFE = "growth.safe";
    /** The option that sets it. */
    static final String SAFE_OPTION = "--safe";
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    /**
     * Reads {@code growth.home}, {@code growth.plugins} (default: the environment's GROWTH_PLUGINS, then what {@link PersonalFolders}
     * choose), the folders of {@link UserFolders} and the two time-outs in milliseconds.
     *
     * @throws StartException if there is no installation at {@code growth.home}
     */
    static Installation from(Properties system) {
        Path home = Path.of(system.getProperty(HOME, ".")).toAbsolutePath().normalize();
        if (!Files.isDirectory(home.resolve("bundle"))) {
            throw new StartException("no installation at " + home + ": it has no folder 'bundle'; -D" + HOME + "=FOLDER says where it is");
        }
        PersonalFolders personal = PersonalFolders.of(System.getenv(), system);
        String environment = System.getenv("GROWTH_PLUGINS");
        String fallback = environment == null || environment.isBlank() ? personal.plugins(home).toString() : environment;
        return new Installation(
                home,
                Path.of(system.getProperty(PLUGINS, fallback)).toAbsolutePath().normalize(),
                personal,
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
     * The framework's properties: {@code conf/framework.properties}, overridden by the user's own file of that name, and that by the JVM's
     * system properties.
     *
     * @param vectors whether {@code jdk.incubator.vector} is there to be imported
     * @param safe    whether the folder of plug-ins is left alone
     */
    Map<String, String> frameworkProperties(Properties system, Path cache, boolean vectors, boolean safe) throws IOException {
        Map<String, String> properties = new HashMap<>();
        for (Path file : personal.settings(home, "framework.properties")) {
            Properties read = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                read.load(reader);
            }
            read.forEach((key, value) -> properties.put((String) key, (String) value));
        }
        system.stringPropertyNames().forEach(key -> properties.put(key, system.getProperty(key)));
        properties.put(HOME, home.toString());
        properties.put(PLUGINS, plugins.toString());
        properties.putIfAbsent(CONFIGURATION, personal.configuration(home).toString());
        properties.put(Constants.FRAMEWORK_STORAGE, cache.toString());
        if (safe) {
            properties.put(SAFE, "true");
        }
        if (vectors) {
            properties.merge(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, VectorModule.NAME, (given, vector) -> given + "," + vector);
        }
        return properties;
    }

    /** Tells {@code java.util.logging}, before anything logs, to read {@code logging.properties}: the user's, or the installation's. */
    void configureLogging(Properties system) {
        List<Path> files = personal.settings(home, "logging.properties");
        if (!files.isEmpty()) {
            system.putIfAbsent(LOGGING, files.get(files.size() - 1).toString());
        }
    }
}
