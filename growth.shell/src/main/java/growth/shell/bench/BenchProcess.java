package growth.shell.bench;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of the same installation in which a {@link BenchWorker} runs. */
final class BenchProcess implements BenchPeer.Ending {
    private static final String PREFIX = "growth: ";
    private static final long PATIENCE_SECONDS = 20;
    private final Process process;
    private final String engine;
    private final Thread listener;
    private volatile String failure;

    private BenchProcess(Process process, String engine) {
        this.process = process;
        this.engine = engine;
        listener = new Thread(this::listen, "growth-bench-errors");
        listener.setDaemon(true);
        listener.start();
    }

    /** Reads what the process says of errors as it comes: a library that warns again and again would wait for ever in a full pipe. */
    private void listen() {
        try (BufferedReader said = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.startsWith(PREFIX)) {
                    failure = line.substring(PREFIX.length());
                }
            }
        } catch (IOException e) {
            // the process has ended; its status tells how
            failure = null;
        }
    }

    /**
     * Starts the process and waits until its session is open.
     *
     * @param program     the installation's start script
     * @param arguments   of the command line
     * @param environment variables besides those of this process
     * @param engine      the engine's name, for errors
     * @throws GrowthException what the process said when it ended
     */
    static BenchPeer start(Path program, List<String> arguments, Map<String, String> environment, String engine) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            return new BenchPeer(process.getInputStream(), process.getOutputStream(), new BenchProcess(process, engine));
        } catch (IOException e) {
            throw new GrowthException(Kind.UNEXPECTED, program + ": cannot be started to measure engine '" + engine + "': "
                    + e.getMessage(), e);
        }
    }

    @Override
    public RuntimeException failure() {
        try {
            int status = process.waitFor();
            listener.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            String last = failure == null ? "it ended with status " + status : failure;
            Kind kind = Arrays.stream(Kind.values()).filter(k -> k.exitStatus() == status).findFirst().orElse(Kind.UNEXPECTED);
            return new GrowthException(kind, "the process that measures engine '" + engine + "': " + last);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new IllegalStateException(e);
        } finally {
            process.destroy();
        }
    }

    @Override
    public void end() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
