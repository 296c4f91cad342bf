package growth.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.launch.Framework;

/** The launcher in a JVM of its own. */
final class LauncherProcess {

    private static final long LIMIT_SECONDS = 60;

    private final Process process;
    private final Path output;
    private final Path errors;

    private LauncherProcess(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /** What a process left behind. */
    record Ended(int status, String output, String errors) {
    }

    static LauncherProcess start(Path home, Path temporary, List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // what the manifest says when the launcher is started as a jar
                "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp", location(Main.class) + System.getProperty("path.separator") + location(Framework.class),
                "-D" + Installation.HOME + "=" + home,
                "-D" + Installation.STORAGE + "=" + temporary.resolve("storage")));
        if (Runtime.version().feature() >= 23) {
            // as bin/growth does: Felix still uses it
            command.add(1, "--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(options);
        command.add(Main.class.getName());
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(temporary, "out", ".txt");
        Path errors = Files.createTempFile(temporary, "err", ".txt");
        Process process = new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
        return new LauncherProcess(process, output, errors);
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    void send(String signal) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).inheritIO().start().waitFor();
        assertThat(status).as("kill").isZero();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until a file that the process is to make is there. */
    void awaitFile(Path file) throws IOException, InterruptedException {
        while (!Files.exists(file)) {
            assertThat(process.isAlive()).as("%s%s", Files.readString(output), Files.readString(errors)).isTrue();
            Thread.sleep(10);
        }
    }

    Ended end() throws IOException, InterruptedException {
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("ends within %s s: %s%s", LIMIT_SECONDS, Files.readString(output), Files.readString(errors)).isTrue();
        return new Ended(process.exitValue(), Files.readString(output), Files.readString(errors));
    }
}
