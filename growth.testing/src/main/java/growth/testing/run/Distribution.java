package growth.testing.run;

import static org.assertj.core.api.Assertions.assertThat;

import growth.testing.ForkedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The installation that the build has laid out, used as a user does: in processes of its own.
 *
 * @param home     the folder with {@code bin}
 * @param folder   the working folder, with everything that a process writes
 * @param compiler JVM options, which choose the compiler first of all
 * @param before   words before each command, such as those that put a process into a network of its own
 */
public record Distribution(Path home, Path folder, String compiler, List<String> before) {

    /** Commands of a second end before the second compiler pays. */
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1";
    private static final String CACHE = "org.bytedeco.javacpp.cachedir";

    /** The one of the module beside this one. */
    public static Distribution in(Path folder) {
        Path home = Path.of("../growth.dist/target/growth").toAbsolutePath().normalize();
        assertThat(home.resolve("bin/growth")).as("the distribution, which is built before these tests").isExecutable();
        return new Distribution(home, folder, QUICK_START, List.of());
    }

    /** The same with the JVM's own choice of compilers, which is better for trainings of more than a few steps. */
    public Distribution compiled() {
        return new Distribution(home, folder, compiler.replace(QUICK_START, ""), before);
    }

    /** The same with another option of the JVM. */
    public Distribution with(String option) {
        return new Distribution(home, folder, compiler + " " + option, before);
    }

    /** Another installation, used in the same way. */
    public Distribution at(Path other) {
        return new Distribution(other, folder, compiler, before);
    }

    /** The same in another working folder, with plug-ins of its own. */
    public Distribution within(Path other) {
        return new Distribution(home, other, compiler, before);
    }

    /** The same with words before the command, such as {@code nice}. */
    public Distribution under(String... words) {
        return new Distribution(home, folder, compiler, Stream.concat(before.stream(), Stream.of(words)).toList());
    }

    /** Starts a command. */
    public ForkedProcess start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        if (Signals.RESET) {
            // What is started in the background of a script has SIGINT ignored, and hands that down to its children.
            command.addAll(List.of("env", "--default-signal=INT"));
        }
        command.add(home.resolve("bin/growth").toString());
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_OPTS", options());
        environment.put("GROWTH_PLUGINS", Files.createDirectories(folder.resolve("plugins")).toString());
        environment.put("COLUMNS", "200");
        // that of a driver in the test's own process
        environment.remove("SPARK_HOME");
        return ForkedProcess.start(builder, folder);
    }

    /** Runs a command to its end. */
    public Run run(String... arguments) throws IOException, InterruptedException {
        return new Run(List.of(arguments), start(arguments).end());
    }

    private String options() {
        String cache = System.getProperty(CACHE);
        // words of JAVA_OPTS are separated by blanks; without the shared cache each user's own is taken
        return compiler + (cache == null || cache.contains(" ") ? "" : " -D" + CACHE + "=" + cache);
    }

    /** Whether {@code env} is one that can set signals back. */
    private static final class Signals {

        static final boolean RESET = canReset();

        private static boolean canReset() {
            ProcessBuilder env = new ProcessBuilder("env", "--default-signal=INT", "true").redirectErrorStream(true);
            try {
                return env.redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
