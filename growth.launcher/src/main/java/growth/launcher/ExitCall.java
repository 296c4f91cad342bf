package growth.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/**
 * A call of {@code System.exit} that did not come from the launcher. It cannot be undone, but its thread waits until the hooks are through:
 * they see who it was, and have the time to let the command save.
 *
 * @param thread whose call it is; it never returns
 * @param caller the code that calls, as in a stack trace
 */
record ExitCall(Thread thread, StackTraceElement caller) {
    private static final String RUNTIME = Runtime.class.getName();
    private static final String SYSTEM = System.class.getName();

    /** Returns the call that ends the process; empty if it is a signal that does. */
    static Optional<ExitCall> present() {
        return Thread.getAllStackTraces().entrySet().stream().flatMap(entry -> in(entry).stream()).findFirst();
    }

    private static Optional<ExitCall> in(Map.Entry<Thread, StackTraceElement[]> stack) {
        List<StackTraceElement> frames = Arrays.asList(stack.getValue());
        boolean exits = frames.stream().anyMatch(frame -> frame.getClassName().equals(RUNTIME) && frame.getMethodName().equals("exit"));
        return !exits ? Optional.empty()
                : frames.stream().dropWhile(frame -> !frame.getClassName().equals(RUNTIME))
                        .filter(frame -> !frame.getClassName().equals(RUNTIME) && !frame.getClassName().equals(SYSTEM))
                        .findFirst().map(caller -> new ExitCall(stack.getKey(), caller));
    }

    /**
     * Returns, for example, {@code a.b.Plugin.start of a.plugin 1.0.0 (a.jar) has called System.exit}.
     *
     * @param bundles what is installed
     * @param plugins the folder of plug-ins
     */
    String words(Bundle[] bundles, Path plugins) {
        String file = caller.getClassName().replace('.', '/') + ".class";
        Optional<Bundle> bundle = Arrays.stream(bundles)
                .filter(b -> b.getBundleId() != 0 && b.getState() != Bundle.UNINSTALLED && b.getEntry(file) != null).findFirst();
        String jars = bundle.map(b -> jars(plugins, b.getSymbolicName())).orElse("");
        return caller.getClassName() + "." + caller.getMethodName()
                + bundle.map(b -> " of " + b.getSymbolicName() + " " + b.getVersion()).orElse("") + jars + " has called System.exit"
                + (jars.isEmpty() ? "" : "; growth " + Installation.SAFE_OPTION + " starts without plug-ins");
    }

    /** The file names of the jars in the folder that hold a bundle of that name, in brackets; empty if there are none. */
    private static String jars(Path plugins, String symbolicName) {
        try (Stream<Path> files = Files.list(plugins)) {
            return files.filter(jar -> jar.toString().endsWith(".jar") && symbolicName.equals(symbolicName(jar)))
                    .map(jar -> jar.getFileName().toString().replaceAll("\\p{C}", "?")).sorted()
                    .reduce((one, other) -> one + ", " + other).map(names -> " (" + names + ")").orElse("");
        } catch (IOException e) {
            // The folder need not exist, and a name too few is better than none of the line.
            return "";
        }
    }

    private static String symbolicName(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String name = manifest == null ? null : manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
            return name == null ? "" : name.replaceFirst(";.*", "").strip();
        } catch (IOException e) {
            return "";
        }
    }
}
