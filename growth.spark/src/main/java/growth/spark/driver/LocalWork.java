package growth.spark.driver;

import growth.spark.executor.Scratch;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;

/** What executors of a local cluster leave: a standalone cluster's workers clear it away themselves. */
final class LocalWork {
    /** Setting: whether it stays, with what the executors have printed. */
    private static final String KEEP = "spark.growth.keep";

    private LocalWork() {
    }

    static void remove(SparkConf settings, String application) {
        String spark = System.getenv("SPARK_HOME");
        if (spark == null || !settings.get("spark.master", "").startsWith("local-cluster") || settings.getBoolean(KEEP, false)) {
            return;
        }
        Path work = Path.of(spark, "work", application);
        if (Files.isDirectory(work)) {
            Scratch.delete(work);
        }
    }
}
