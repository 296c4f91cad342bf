package growth.shell.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;

/** The other end of a {@link BenchWorker}. */
public final class BenchPeer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final BufferedReader answers;
    private final PrintStream commands;
    private final Ending ending;
    private final JsonNode ready;

    /** Says why a worker has ended, and ends it. */
    interface Ending {
        /** Returns the failure of a worker whose answers have ended. */
        RuntimeException failure();

        /** Ends the worker, whose input has been closed. */
        void end();
    }

    /** Waits until the worker has opened its session. */
    BenchPeer(InputStream answers, OutputStream commands, Ending ending) {
        this.answers = new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8));
        this.commands = new PrintStream(commands, true, StandardCharsets.UTF_8);
        this.ending = ending;
        this.ready = answer();
    }

    /** Returns what the worker has said of itself. */
    JsonNode ready() {
        return ready;
    }

    /** Lets the worker make steps. */
    JsonNode steps(int count) {
        return ask(BenchWorker.STEPS + count);
    }

    /** Lets the worker measure its device. */
    BenchPeak peak() {
        JsonNode answer = ask(BenchWorker.PEAK);
        return new BenchPeak(answer.get("flops_per_second").doubleValue(), answer.has("fma_flops_per_second")
                ? OptionalDouble.of(answer.get("fma_flops_per_second").doubleValue()) : OptionalDouble.empty());
    }

    private JsonNode ask(String command) {
        commands.println(command);
        return answer();
    }

    private JsonNode answer() {
        try {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith(BenchWorker.ANSWER)) {
                    return JSON.readTree(line.substring(BenchWorker.ANSWER.length()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw ending.failure();
    }

    @Override
    public void close() {
        commands.close();
        ending.end();
    }
}
