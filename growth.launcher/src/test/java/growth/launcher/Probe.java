package growth.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Goes into a bundle and offers a command that does what its first argument says. */
public final class Probe implements BundleActivator, Callable<Integer> {

    private BundleContext context;

    @Override
    public void start(BundleContext started) {
        context = started;
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("growth.main", true);
        started.registerService(Callable.class, this, properties);
    }

    @Override
    public void stop(BundleContext stopped) {
        System.out.println("bundle stopped");
    }

    @Override
    public Integer call() throws Exception {
        ServiceReference<BooleanSupplier> launcher = launcher();
        String[] arguments = (String[]) launcher.getProperty("launcher.arguments");
        return switch (arguments[0]) {
            case "print" -> print(arguments);
            case "status" -> Integer.valueOf(arguments[1]);
            case "fail" -> throw new IOException("no such corpus");
            case "vector" -> Class.forName("jdk.incubator.vector.FloatVector").getModule().isNamed() ? 0 : 9;
            case "leave" -> leave();
            case "leave-beside" -> leaveBeside(Path.of(arguments[1]), context.getService(launcher));
            case "safe" -> "true".equals(context.getProperty("growth.safe")) ? 0 : 9;
            case "deaf" -> deaf();
            case "train" -> train(Path.of(arguments[1]), context.getService(launcher));
            default -> throw new IllegalArgumentException(arguments[0]);
        };
    }

    private ServiceReference<BooleanSupplier> launcher() throws InvalidSyntaxException {
        return context.getServiceReferences(BooleanSupplier.class, "(launcher.arguments=*)").iterator().next();
    }

    private Integer print(String[] arguments) {
        System.out.println(Arrays.toString(arguments) + " on " + Thread.currentThread().getName());
        System.out.println(context.getProperty("growth.home"));
        System.out.println(context.getProperty("growth.plugins"));
        return 0;
    }

    private static Integer leave() {
        System.exit(0);
        return 0;
    }

    /** A thread of its own ends the process while it works. */
    private Integer leaveBeside(Path folder, BooleanSupplier stop) throws IOException, InterruptedException {
        new Thread(Probe::leave).start();
        train(folder, stop);
        return 130;
    }

    /** Never ends. */
    private Integer deaf() throws IOException, InterruptedException {
        Files.createFile(Path.of(context.getProperty("growth.home"), "deaf"));
        new CountDownLatch(1).await();
        return 0;
    }

    /** Works until it is asked to stop, and saves then. */
    private Integer train(Path folder, BooleanSupplier stop) throws IOException, InterruptedException {
        Files.createFile(folder.resolve("training"));
        while (!stop.getAsBoolean()) {
            Thread.sleep(5);
        }
        Thread.sleep(300);
        Files.createFile(folder.resolve("saved"));
        System.out.println("saved");
        return 0;
    }
}
