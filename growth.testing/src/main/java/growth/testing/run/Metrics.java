package growth.testing.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a run has written down of its steps. */
public final class Metrics {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Metrics() {
    }

    /**
     * Every step and evaluation with everything in it that does not depend on the clock, in the digits in which it was written.
     *
     * @param run the run's folder
     */
    public static List<String> of(Path run) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
            JsonNode entry = JSON.readTree(line);
            String kind = entry.get("kind").textValue();
            if (kind.equals("step") || kind.equals("evaluation")) {
                lines.add(kind + " " + entry.get("step") + " stage " + entry.get("stage") + " tokens " + entry.get("tokens")
                        + " loss " + entry.get("loss") + " lr " + entry.get("lr") + " gradient " + entry.get("gradient_norm"));
            }
        }
        return lines;
    }

    /**
     * Every growth with everything in it that does not depend on the clock.
     *
     * @param run the run's folder
     */
    public static List<String> growths(Path run) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
            JsonNode entry = JSON.readTree(line);
            if (entry.get("kind").textValue().equals("growth")) {
                lines.add(((ObjectNode) entry).without(List.of("seconds", "took_seconds")).toString());
            }
        }
        return lines;
    }

    /** The number of the last step that is written down; 0 if there is none. */
    public static long lastStep(Path run) {
        try {
            Path file = run.resolve("metrics.jsonl");
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            for (int i = lines.size() - 1; i >= 0; i--) {
                // the last line may be in the middle of being written
                if (lines.get(i).startsWith("{\"kind\":\"step\"") && lines.get(i).endsWith("}")) {
                    return JSON.readTree(lines.get(i)).get("step").longValue();
                }
            }
            return 0;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
