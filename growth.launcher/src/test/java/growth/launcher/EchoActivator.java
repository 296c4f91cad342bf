package growth.launcher;

import growth.launcher.place.Commands;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Goes into a bundle and offers commands that say what they were told, and what a service of the host answers. */
public final class EchoActivator implements BundleActivator {
    @Override
    public void start(BundleContext context) throws Exception {
        @SuppressWarnings("rawtypes") // a service's class cannot name type arguments
        ServiceReference<Callable> host = context.getServiceReferences(Callable.class, "(colour=green)").iterator().next();
        Object answer = context.getService(host).call();
        Commands echo = (arguments, directory, out, err, stop) -> {
            new PrintStream(out, true, StandardCharsets.UTF_8).println(String.join(" ", List.of(arguments.get(0), directory.toString(),
                    answer.toString(), context.getProperty("growth.plugins"))));
            return stop.getAsBoolean() ? 130 : 0;
        };
        context.registerService(Commands.class, echo, null);
    }

    @Override
    public void stop(BundleContext context) {
        // its service goes with it
    }
}
