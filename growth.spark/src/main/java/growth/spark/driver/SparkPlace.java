package growth.spark.driver;

import growth.launcher.place.Executor;
import growth.launcher.place.Place;
import growth.launcher.place.PlaceException;
import growth.launcher.place.Store;
import growth.launcher.place.Watcher;
import growth.launcher.place.Work;
import growth.spark.Installed;
import growth.spark.driver.WorkRun.Limits;
import growth.spark.executor.Machines;
import growth.spark.storage.HadoopStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Spark as a place. Its context starts when it is first needed. */
public final class SparkPlace implements Place, AutoCloseable {
    private static final int UNEXPECTED = 1;
    private static final int CONFIGURATION = 2;

    private final Path home;
    private final SparkConf settings;
    private final Supplier<Shelves> shelves;
    private final BooleanSupplier stop;
    private final AtomicLong works = new AtomicLong();
    private Running running;

    /**
     * @param home     this process's installation
     * @param settings Spark's, as the user gave them
     * @param shelves  the plug-ins of this process, asked before each command
     * @param stop     whether this process is to end
     */
    public SparkPlace(Path home, SparkConf settings, Supplier<Shelves> shelves, BooleanSupplier stop) {
        this.home = home;
        this.settings = settings;
        this.shelves = shelves;
        this.stop = stop;
    }

    @Override
    public List<Executor> executors() throws InterruptedException {
        Running there = running();
        return there.roster().await(there.promised(), stop, there.limits().patience());
    }

    @Override
    public int run(Work work, Watcher watcher) throws InterruptedException {
        executors();
        int promised = running().promised();
        if (promised > 0 && work.ranks() > promised) {
            throw new PlaceException(CONFIGURATION,
                    work.name() + ": " + work.ranks() + " ranks need as many executors, and this cluster has " + promised);
        }
        return new WorkRun(running(), works.incrementAndGet(), work, watcher).run(shelves.get());
    }

    @Override
    public Store store(String uri) {
        return HadoopStore.of(uri, SparkHadoopUtil.get().newConfiguration(ClusterSettings.complete(settings, home)));
    }

    private synchronized Running running() {
        if (running == null) {
            running = start();
        }
        return running;
    }

    private Running start() {
        SparkConf conf = ClusterSettings.complete(settings, home);
        Master.require(conf.get("spark.master"));
        Limits limits = new Limits(conf.getInt("spark.growth.attempts", 4),
                Duration.ofSeconds(conf.getTimeAsSeconds("spark.growth.executors.timeout", "120s")),
                Duration.ofSeconds(conf.getTimeAsSeconds("spark.growth.save.timeout", "60s")));
        Roster roster = new Roster();
        try {
            Desk desk = new Desk(Machines.of(conf, "this machine", home, Installed.bundles(home)), roster);
            DriverPart.speakTo(desk);
            JavaSparkContext spark = new JavaSparkContext(conf);
            spark.sc().addSparkListener(roster);
            return new Running(spark, desk, roster, limits, ClusterSettings.promised(conf));
        } catch (IOException e) {
            throw new PlaceException(UNEXPECTED, e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new PlaceException(UNEXPECTED, "Spark does not start on " + conf.get("spark.master") + ": "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
        }
    }

    /** Ends the context and its executors. */
    @Override
    public synchronized void close() {
        if (running != null) {
            String application = running.spark().sc().applicationId();
            running.spark().close();
            running = null;
            LocalWork.remove(settings, application);
        }
    }
}
