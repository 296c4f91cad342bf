package growth.spark.cluster;

import growth.launcher.place.PlaceException;
import growth.spark.executor.Scratch;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A standalone cluster on this machine, for trying out: a master and workers, in processes of their own, which end with this one.
 *
 * @param folder  where the processes write; null for one in the temporary folder
 */
public record SparkCluster(int workers, int cores, int memory, int port, Path folder) {
    private static final int USAGE = 2;
    private static final int UNEXPECTED = 1;
    private static final int STOPPED = 130;
    private static final int PORT = 7077;
    private static final int MEMORY = 2048;
    private static final long LOOK_MILLIS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String USE = "growth spark-cluster [--workers 2] [--cores 1] [--memory 2048] [--port 7077] [--folder DIR]";

    /**
     * Reads a command line.
     *
     * @throws PlaceException if an option is unknown or no number
     */
    public static SparkCluster of(List<String> words) {
        SparkCluster cluster = new SparkCluster(2, 1, MEMORY, PORT, null);
        for (int i = 1; i < words.size(); i++) {
            String option = words.get(i);
            if (option.equals("--debug")) {
                continue;
            }
            if (i + 1 == words.size()) {
                throw new PlaceException(USAGE, "spark-cluster: " + option + " is not understood; it is " + USE);
            }
            cluster = cluster.with(option, words.get(++i));
        }
        return cluster;
    }

    private SparkCluster with(String option, String value) {
        return switch (option) {
            case "--workers" -> new SparkCluster(number(option, value), cores, memory, port, folder);
            case "--cores" -> new SparkCluster(workers, number(option, value), memory, port, folder);
            case "--memory" -> new SparkCluster(workers, cores, number(option, value), port, folder);
            case "--port" -> new SparkCluster(workers, cores, memory, number(option, value), folder);
            case "--folder" -> new SparkCluster(workers, cores, memory, port, Path.of(value));
            default -> throw new PlaceException(USAGE, "spark-cluster: unknown option " + option + "; it is " + USE);
        };
    }

    private static int number(String option, String value) {
        if (!value.matches("[1-9][0-9]{0,6}")) {
            throw new PlaceException(USAGE, "spark-cluster: " + option + " " + value + " is no number; it is " + USE);
        }
        return Integer.parseInt(value);
    }

    /** Starts the processes, says how they are used, and returns when they have ended: at Ctrl-C. */
    public int run(PrintStream out, BooleanSupplier stop) throws IOException, InterruptedException {
        if (answers()) {
            throw new PlaceException(USAGE, "spark-cluster: port " + port + " is in use; --port takes another one");
        }
        Path to = folder == null ? Files.createTempDirectory("growth-spark-cluster") : Files.createDirectories(folder);
        List<Process> processes = new ArrayList<>();
        try {
            processes.add(start(to, "master", "org.apache.spark.deploy.master.Master", "--host", "localhost", "--port",
                    Integer.toString(port), "--webui-port", "0"));
            await(processes, to, stop);
            for (int i = 1; i <= workers; i++) {
                processes.add(start(to, "worker-" + i, "org.apache.spark.deploy.worker.Worker", "--host", "localhost", "--webui-port", "0",
                        "--cores", Integer.toString(cores), "--memory", memory + "m", "--work-dir",
                        to.resolve("work-" + i).toAbsolutePath().toString(), master()));
            }
            out.println("a master and " + workers + (workers == 1 ? " worker, " : " workers, each ") + cores
                    + (cores == 1 ? " core" : " cores") + " and " + memory + " MB; logs in " + to);
            out.println("  use it:  growth compare STUDY.yaml --on " + master());
            out.println("  end it:  Ctrl-C");
            out.flush();
            while (!stop.getAsBoolean()) {
                requireAll(processes, to);
                Thread.sleep(LOOK_MILLIS);
            }
            return STOPPED;
        } finally {
            processes.forEach(Process::destroy);
            for (Process process : processes) {
                process.waitFor();
            }
            if (folder == null && stop.getAsBoolean()) {
                Scratch.delete(to);
            }
        }
    }

    private String master() {
        return "spark://localhost:" + port;
    }

    private void await(List<Process> processes, Path to, BooleanSupplier stop) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers() && !stop.getAsBoolean()) {
            requireAll(processes, to);
            if (System.nanoTime() > deadline) {
                throw new PlaceException(UNEXPECTED, "spark-cluster: the master does not answer; see " + to.resolve("master.log"));
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static void requireAll(List<Process> processes, Path to) {
        if (!processes.stream().allMatch(Process::isAlive)) {
            throw new PlaceException(UNEXPECTED, "spark-cluster: one of the processes has ended; the logs in " + to + " say why");
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("localhost", port), (int) LOOK_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Process start(Path to, String name, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path"), main));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(to.resolve(name + ".log").toFile()));
        builder.environment().putIfAbsent("SPARK_LOCAL_HOSTNAME", "localhost");
        return builder.start();
    }
}
