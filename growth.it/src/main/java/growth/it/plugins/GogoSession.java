package growth.it.plugins;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;

/** Runs lines as somebody types them into the Gogo shell. */
final class GogoSession {

    private final CommandProcessor processor;

    GogoSession(CommandProcessor processor) {
        this.processor = processor;
    }

    /**
     * What a line has printed.
     *
     * @param output  what came
     * @param errors  what went wrong, in words
     * @param failure the message of what the line ended with; empty if it went through
     */
    record Said(String output, String errors, String failure) {
    }

    Said run(String line) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        String failure = "";
        try (CommandSession session = processor.createSession(InputStream.nullInputStream(), utf8(output), utf8(errors))) {
            session.execute(line);
        } catch (Exception e) {
            failure = e.toString();
        }
        return new Said(output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8), failure);
    }

    private static PrintStream utf8(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
