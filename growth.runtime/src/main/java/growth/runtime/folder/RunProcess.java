package growth.runtime.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.json.JsonFields;
import growth.formats.json.PrettyJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process that works in a folder, as it has written itself down in {@code .process.json}. It goes when the work ends; after a crash
 * it stays, and {@link ProcessIdentity#standing} tells. It is no lock: {@link RunLock} is, and writes it.
 *
 * @param identity which process
 * @param since    when its work in the folder began
 * @param work     what it does there
 * @param command  its command line behind {@code growth}; empty if it is not known
 */
public record RunProcess(ProcessIdentity identity, Instant since, String work, String command) {
    /** The option that a process which was started apart from its terminal gets behind those that the user has given. */
    public static final String DETACHED = "--detached-output";
    /** How the JVM tells its command line: the launcher's jar, or the class of a test, and the arguments. */
    private static final Pattern LAUNCHED = Pattern.compile("\\S*growth-launcher\\.jar (.*?)(?: " + DETACHED + " .*)?", Pattern.DOTALL);

    /** Returns this process, which begins to train now. */
    public static RunProcess here() {
        return beginning(RunLock.TRAINING);
    }

    /** Returns this process, which begins that work now. */
    static RunProcess beginning(String work) {
        return new RunProcess(ProcessIdentity.current(), Instant.now().truncatedTo(ChronoUnit.MILLIS), work,
                command(System.getProperty("sun.java.command", "")));
    }

    /** Returns what the user has typed behind {@code growth}, or nothing if the process was started in another way. */
    static String command(String launched) {
        Matcher matcher = LAUNCHED.matcher(launched);
        return matcher.matches() ? matcher.group(1) : "";
    }

    /** Returns the process that works in that folder, or did when it crashed; empty if none has written itself down. */
    public static Optional<RunProcess> of(RunFolder folder) {
        Path file = folder.process();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonFields fields = JsonFields.read(file, Kind.CHECKPOINT);
            JsonNode pid = fields.value("pid");
            ProcessIdentity identity = new ProcessIdentity(pid.asLong(-1), fields.text("began"), fields.text("host"), fields.text("space"));
            return Optional.of(new RunProcess(identity, Instant.parse(fields.text("since")), fields.text("work"), fields.text("command")));
        } catch (GrowthException | DateTimeException e) {
            // It has just gone, or a crash has cut it: then nobody works here.
            return Optional.empty();
        }
    }

    /** Returns whether it is this very process. */
    boolean isThis() {
        return identity.equals(ProcessIdentity.current());
    }

    /** Returns the file's text. */
    String text() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("pid", identity.pid()).put("began", identity.began()).put("host", identity.host()).put("space", identity.space());
        json.put("since", since.toString()).put("work", work).put("command", command);
        return PrettyJson.of(json);
    }

    /** Returns, for example, {@code process 4711 on node7: growth train run.yaml}. */
    public String words() {
        return place() + (command.isEmpty() ? "" : ": growth " + command);
    }

    /** Returns, for example, {@code process 4711 on node7}. */
    public String place() {
        return "process " + identity.pid() + " on " + identity.host();
    }
}
