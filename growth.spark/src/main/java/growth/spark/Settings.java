package growth.spark;

import growth.launcher.place.PlaceException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.spark.SparkConf;

/** Spark's settings, from where Spark itself looks for them: the command line, spark-submit, conf/spark-defaults.conf. */
final class Settings {
    private static final int USAGE = 2;
    private static final String JARS = "spark.jars";

    private Settings() {
    }

    /**
     * Returns the settings. What spark-submit has read comes as system properties; a process that was not started by it reads the file, and
     * names its own jar to the executors.
     *
     * @param given of the command line, which win
     */
    static SparkConf of(Map<String, String> given, Map<String, String> environment) {
        SparkConf conf = new SparkConf();
        if (!conf.contains(JARS)) {
            conf.set(JARS, Home.jar().toUri().toString());
            defaults(environment).forEach((key, value) -> conf.setIfMissing((String) key, ((String) value).strip()));
        }
        given.forEach(conf::set);
        return conf;
    }

    private static Properties defaults(Map<String, String> environment) {
        Properties defaults = new Properties();
        String folder = environment.get("SPARK_CONF_DIR");
        if (folder == null) {
            folder = environment.containsKey("SPARK_HOME") ? environment.get("SPARK_HOME") + "/conf" : "";
        }
        Path file = Path.of(folder, "spark-defaults.conf");
        if (Files.isReadable(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                defaults.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new PlaceException(USAGE, file + " cannot be read: " + e.getMessage(), e);
            }
        }
        return defaults;
    }
}
