package growth.launcher;

import growth.testing.ForkedProcess;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.launch.Framework;

/** Starts the launcher in a JVM of its own. */
final class LauncherProcess {

    private LauncherProcess() {
    }

    static ForkedProcess start(Path home, Path temporary, List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // what the manifest says when the launcher is started as a jar
                "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp", location(Main.class) + System.getProperty("path.separator") + location(Framework.class),
                "-D" + Installation.HOME + "=" + home,
                "-D" + UserFolders.STORAGE + "=" + temporary.resolve("storage"),
                "-D" + UserFolders.CACHE + "=" + temporary.resolve("natives")));
        if (Runtime.version().feature() >= 23) {
            // as bin/growth does: Felix still uses it
            command.add(1, "--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(options);
        command.add(Main.class.getName());
        command.addAll(List.of(arguments));
        return ForkedProcess.start(new ProcessBuilder(command), temporary);
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
