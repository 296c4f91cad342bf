package growth.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A process that a test has started, and what it prints. */
public final class ForkedProcess {

    private static final long LIMIT_SECONDS = 120;
    private static final long PERIOD_MILLIS = 10;

    private final Process process;
    private final Path output;
    private final Path errors;

    private ForkedProcess(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /**
     * What a process left behind.
     *
     * @param status its exit status
     * @param output its standard output
     * @param errors its standard error
     */
    public record Ended(int status, String output, String errors) {
        /** Checks the exit status. */
        public Ended exits(int expected) {
            assertThat(status).as("%s%s", output, errors).isEqualTo(expected);
            return this;
        }
    }

    /** Starts a process whose output goes to files in a folder. */
    public static ForkedProcess start(ProcessBuilder builder, Path folder) throws IOException {
        Path output = Files.createTempFile(folder, "out", ".txt");
        Path errors = Files.createTempFile(folder, "err", ".txt");
        Process process = builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
        return new ForkedProcess(process, output, errors);
    }

    /** The process's number. */
    public long pid() {
        return process.pid();
    }

    /** Sends a signal by its name, such as TERM. */
    public void send(String signal) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + signal, String.valueOf(pid())).inheritIO().start().waitFor();
        assertThat(status).as("kill").isZero();
    }

    /** Kills it at once, without the time that starting {@code kill} takes. */
    public void kill() {
        process.destroyForcibly();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has printed so far. */
    public String output() {
        return read(output);
    }

    /** Waits until something is so that the running process brings about. */
    public void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(process.isAlive()).as("it runs until %s: %s%s", what, output(), read(errors)).isTrue();
            assertThat(System.nanoTime()).as("it takes less than %s s until %s: %s%s", LIMIT_SECONDS, what, output(), read(errors))
                    .isLessThan(end);
            Thread.sleep(PERIOD_MILLIS);
        }
    }

    /** Waits until a file that the process is to make is there. */
    public void awaitFile(Path file) throws InterruptedException {
        await("there is " + file, () -> Files.exists(file));
    }

    /** Waits until it ends by itself. */
    public Ended end() throws InterruptedException {
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("ends within %s s: %s%s", LIMIT_SECONDS, output(), read(errors)).isTrue();
        return new Ended(process.exitValue(), output(), read(errors));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
