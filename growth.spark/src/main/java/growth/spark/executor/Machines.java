package growth.spark.executor;

import growth.spark.wire.Machine;
import java.nio.file.Path;
import java.util.TreeMap;
import org.apache.spark.SparkConf;

/** What this process is, for a comparison with others. */
public final class Machines {
    /** Spark's setting that says where growth is installed on the executors' machines. */
    public static final String HOME = "spark.growth.home";

    private Machines() {
    }

    /** Returns it, with what the settings promise to an executor. */
    public static Machine of(SparkConf conf, String host, Path home, TreeMap<String, String> bundles) {
        long memory = conf.getSizeAsBytes("spark.executor.memory", "1g") + (conf.contains("spark.executor.memoryOverhead")
                ? conf.getSizeAsMb("spark.executor.memoryOverhead") << 20 : 0);
        return new Machine(host, home.toString(), System.getProperty("java.version"), conf.getInt("spark.executor.cores", 1), memory,
                bundles);
    }
}
