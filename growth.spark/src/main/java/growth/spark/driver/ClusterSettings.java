package growth.spark.driver;

import growth.launcher.place.PlaceException;
import growth.spark.GrowthPlugin;
import growth.spark.executor.Machines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/** Spark's settings: the user's, and what runs need besides. */
public final class ClusterSettings {
    private static final int CONFIGURATION = 2;
    private static final int UNEXPECTED = 1;
    private static final Pattern LOCAL_CLUSTER = Pattern.compile("local-cluster\\[\\s*(\\d+)\\s*,\\s*(\\d+)\\s*,\\s*(\\d+)\\s*]");
    /** Spark says how large the heap is, by spark.executor.memory, and refuses to be told. */
    private static final Pattern HEAP = Pattern.compile("-Xm[sx].*");
    private static final String CORES = "spark.executor.cores";
    private static final String INSTANCES = "spark.executor.instances";
    private static final String OPTIONS = "spark.executor.extraJavaOptions";

    private ClusterSettings() {
    }

    /**
     * Returns the settings of a context.
     *
     * @param given the user's
     * @param home  the installation
     * @throws PlaceException if there is no master, or one without executors of their own
     */
    static SparkConf complete(SparkConf given, Path home) {
        SparkConf conf = given.clone();
        String master = conf.get("spark.master", "");
        Matcher local = LOCAL_CLUSTER.matcher(master);
        if (local.matches()) {
            conf.setIfMissing(INSTANCES, local.group(1));
            conf.setIfMissing(CORES, local.group(2));
            conf.setIfMissing("spark.executor.memory", local.group(3) + "m");
            conf.setIfMissing("spark.ui.enabled", "false");
        } else {
            requireExecutors(master);
        }
        conf.setIfMissing("spark.app.name", "growth");
        conf.setIfMissing("spark.executor.memory", "2g");
        conf.setIfMissing(CORES, "1");
        // a run has an executor for itself
        conf.set("spark.task.cpus", conf.get(CORES));
        conf.set("spark.plugins", GrowthPlugin.class.getName() + (conf.contains("spark.plugins") ? "," + conf.get("spark.plugins") : ""));
        // two processes must never train in one folder: a command is repeated by WorkRun alone, when nobody is still saving
        conf.set("spark.task.maxFailures", "1");
        conf.set("spark.stage.maxConsecutiveAttempts", "1");
        conf.set("spark.speculation", "false");
        // who waits for work is not taken away
        conf.set("spark.dynamicAllocation.enabled", "false");
        conf.set("spark.ui.showConsoleProgress", "false");
        conf.setIfMissing(Machines.HOME, home.toString());
        conf.set(OPTIONS, options(conf, home));
        // as bin/growth has them
        conf.setIfMissing("spark.executorEnv.MALLOC_MMAP_THRESHOLD_", "1048576");
        conf.setIfMissing("spark.executorEnv.GOMP_SPINCOUNT", "0");
        return conf;
    }

    private static void requireExecutors(String master) {
        if (master.isEmpty() || master.startsWith("local")) {
            throw new PlaceException(CONFIGURATION, "no cluster: Spark's master is " + (master.isEmpty() ? "not set" : master)
                    + "; say which one, as in --on spark://HOST:7077 or, for two executors on this machine with 1 core and 2048 MB each, "
                    + "--on 'local-cluster[2,1,2048]'");
        }
    }

    /** Returns how many executors are to come; 0 if nobody knows. */
    static int promised(SparkConf conf) {
        return conf.getInt(INSTANCES, 0);
    }

    /** Returns the options of executors: those of the installation, so that numbers are those of one machine, then the user's. */
    private static String options(SparkConf conf, Path home) {
        List<String> options = new ArrayList<>();
        for (String file : List.of("jvm.options", "compute.options")) {
            options.addAll(read(home.resolve("conf").resolve(file)));
        }
        String there = conf.get(Machines.HOME);
        options.add("-Djava.util.logging.config.file=" + there + "/conf/logging.properties");
        options.add("--add-exports=java.base/jdk.internal.vm.vector=ALL-UNNAMED");
        options.add("-XX:ActiveProcessorCount=" + conf.get(CORES));
        options.add(conf.get(OPTIONS, ""));
        return String.join(" ", options).strip();
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file).stream().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .filter(option -> !HEAP.matcher(option).matches()).toList();
        } catch (IOException e) {
            throw new PlaceException(UNEXPECTED, file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
