package growth.spark.executor;

import growth.spark.Installed;
import growth.spark.executor.Station.Site;
import growth.spark.wire.Message.Hello;
import growth.spark.wire.Order;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;

/** What Spark makes in every executor when it starts. */
public final class ExecutorPart implements ExecutorPlugin {
    /** Spark makes this plug-in by its class's name and hands it to nobody, and tasks come as bytes: they find it here. */
    private static final AtomicReference<ExecutorPart> CURRENT = new AtomicReference<>();
    /** Before Spark's own hook, which takes away what a command needs to save. */
    private static final int PRIORITY = 100;
    private static final long SAVE_SECONDS = 300;

    private Station station;
    private String refusal = "";

    /** Returns this executor's. */
    static ExecutorPart current() {
        return CURRENT.get();
    }

    @Override
    public void init(PluginContext context, Map<String, String> extra) {
        SparkConf conf = context.conf();
        Driver driver = new Driver(context);
        // the context's own hostname() fails in executors
        String host = SparkEnv.get().blockManager().blockManagerId().host();
        Path home = Path.of(conf.get(Machines.HOME)).toAbsolutePath().normalize();
        try {
            refusal = (String) driver.ask(new Hello(context.executorID(), Machines.of(conf, host, home,
                    Station.holdsInstallation(home) ? Installed.bundles(home) : new TreeMap<>())));
            station = new Station(driver, new Site(context.executorID(), host, home, Scratch.create()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ShutdownHookManager.get().addShutdownHook(station::leave, PRIORITY, SAVE_SECONDS, TimeUnit.SECONDS);
        CURRENT.set(this);
    }

    /** Carries out a rank of an order; see {@link Station#carryOut}. */
    int carryOut(Order order, int rank, List<String> peers, BooleanSupplier killed) throws InterruptedException {
        if (!refusal.isEmpty()) {
            throw new IllegalStateException(refusal);
        }
        return station.carryOut(order, rank, peers, killed);
    }

    @Override
    public void shutdown() {
        CURRENT.compareAndSet(this, null);
        if (station != null) {
            station.close();
        }
    }
}
