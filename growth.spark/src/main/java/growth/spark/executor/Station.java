package growth.spark.executor;

import growth.launcher.EmbeddedFramework;
import growth.launcher.StartException;
import growth.launcher.place.Commands;
import growth.spark.storage.HadoopStore;
import growth.spark.storage.StoredCommands;
import growth.spark.wire.Message.Began;
import growth.spark.wire.Message.Ended;
import growth.spark.wire.Message.Part;
import growth.spark.wire.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * Carries out commands in this process, one at a time. Its framework starts with the first, and stays: a plug-in that the driver has got
 * since reaches it before the next.
 */
final class Station implements AutoCloseable {
    private static final int UNEXPECTED = 1;
    private static final int STOPPED = 130;
    private static final long LOOK_MILLIS = 100;

    private final Driver driver;
    private final Site site;
    private final ReentrantLock busy = new ReentrantLock(true);
    private EmbeddedFramework framework;
    private volatile boolean leaving;

    Station(Driver driver, Site site) {
        this.driver = driver;
        this.site = site;
    }

    /** The executor's id, its host's name, its installation and a folder of its own. */
    record Site(String executor, String host, Path home, Path scratch) {
    }

    /**
     * Carries out a rank of an order, and returns its exit status. What is printed has arrived at the driver by then.
     *
     * @param peers  the addresses of all ranks, by rank; of one that is alone, none
     * @param killed whether Spark wants the task to end
     */
    int carryOut(Order order, int rank, List<String> peers, BooleanSupplier killed) throws InterruptedException {
        Part part = order.part(rank);
        BooleanSupplier ends = () -> leaving || killed.getAsBoolean();
        // a command of an attempt that was given up may still be saving
        while (!busy.tryLock(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (ends.getAsBoolean()) {
                return STOPPED;
            }
        }
        try {
            driver.say(new Began(part, site.executor(), site.host()));
            int status = run(order, part, peers, ends);
            driver.ask(new Ended(part, site.executor(), status));
            return status;
        } finally {
            busy.unlock();
        }
    }

    private int run(Order order, Part part, List<String> peers, BooleanSupplier ends) throws InterruptedException {
        Path own = site.scratch().resolve("stored").resolve("run-" + part.work() + "-" + part.attempt());
        try (Outbox outbox = new Outbox(driver, part);
                Line out = new Line(line -> outbox.put(false, shown(line, order, own)));
                Line err = new Line(line -> outbox.put(true, shown(line, order, own)));
                Stop stop = new Stop(driver, part, ends)) {
            List<String> words;
            try {
                shelve(order);
                words = new RankCommand(site.scratch(), driver).of(order, part.rank(), peers);
                start(order);
            } catch (IOException | StartException e) {
                outbox.put(true, "growth: " + e.getMessage());
                return UNEXPECTED;
            }
            AtomicInteger status = new AtomicInteger(UNEXPECTED);
            // on a thread of its own: Spark interrupts those of its tasks, and an interrupt closes the channel that writes a checkpoint
            Thread command = new Thread(
                    () -> status.set(commands(order, part, own).run(words, Path.of(order.directory()), out, err, stop)),
                    "growth-command");
            command.setUncaughtExceptionHandler((thread, e) -> outbox.put(true, "growth: unexpected: " + e));
            command.start();
            await(command);
            return status.get();
        } finally {
            if (Files.exists(own)) {
                Scratch.delete(own);
            }
        }
    }

    /** Returns who carries out the command: the framework, in a folder of its own where the run's is not mounted. */
    private Commands commands(Order order, Part part, Path own) {
        if (order.stored() == null) {
            return framework.commands();
        }
        HadoopStore store = HadoopStore.of(order.stored().uri(), SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf()));
        return new StoredCommands(framework.commands(), new StoredCommands.Stored(store, order.stored().folder(), own, part.rank() == 0));
    }

    /** A line tells of the run folder by the name that the user knows. */
    private static String shown(String line, Order order, Path own) {
        return order.stored() == null ? line : line.replace(own.toString(), order.stored().uri());
    }

    /** An interrupt is kept for afterwards: what it wants is known by other ways, and the command has to save. */
    private static void await(Thread command) {
        boolean interrupted = false;
        while (command.isAlive()) {
            try {
                command.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Path plugins() {
        return site.scratch().resolve("plugins");
    }

    private Path settings() {
        return site.scratch().resolve("conf");
    }

    private void shelve(Order order) throws IOException {
        new Folder(settings(), driver).become(order.shelf().trust());
        new Folder(plugins(), driver).become(order.shelf().jars());
    }

    private void start(Order order) {
        if (framework == null) {
            Map<String, String> properties = new HashMap<>();
            properties.put("growth.plugins", plugins().toString());
            properties.put("growth.conf", settings().toString());
            if (!order.shelf().mode().isEmpty()) {
                properties.put("growth.plugins.trust", order.shelf().mode());
            }
            framework = EmbeddedFramework.start(new EmbeddedFramework.Settings(site.home(), properties, List.of()), List.of(),
                    () -> leaving);
        }
    }

    /** Lets the command that runs save, and takes no other. */
    void leave() {
        leaving = true;
        busy.lock();
    }

    /** Stops the framework and removes what it kept; nothing runs any more. */
    @Override
    public void close() {
        leaving = true;
        if (framework != null) {
            framework.close();
        }
        Scratch.delete(site.scratch());
    }

    /** Returns whether there is an installation. */
    static boolean holdsInstallation(Path home) {
        return Files.isDirectory(home.resolve("bundle"));
    }
}
