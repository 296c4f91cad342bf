package growth.report.tensorboard;

import com.fasterxml.jackson.databind.JsonNode;
import growth.api.GrowthException;
import growth.formats.json.JsonFields;
import growth.report.tensorboard.EventReader.Told;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When the lines of a record were written, which they do not tell themselves: as the event file before told; without one, from the times
 * at which the run was started and the seconds it has trained since. Lines are asked for in the order of the record.
 */
final class WallTimes implements AutoCloseable {
    private final Optional<EventReader> before;
    private final Map<Long, Double> starts;
    private final double now;
    private Optional<Told> next = Optional.empty();
    private double startTime;
    private double startSeconds;
    private double latest;

    /**
     * @param before     the event file so far, if there is one
     * @param provenance the run's {@code provenance.json}
     * @param now        seconds since 1970; nothing was written later
     */
    WallTimes(Optional<Path> before, Path provenance, double now) throws IOException {
        this.before = before.isPresent() ? Optional.of(new EventReader(before.get())) : Optional.empty();
        starts = starts(provenance);
        this.now = now;
        startTime = now;
        advance();
    }

    private static Map<Long, Double> starts(Path provenance) {
        Map<Long, Double> starts = new HashMap<>();
        try {
            for (JsonNode start : JsonFields.read(provenance, GrowthException.Kind.CHECKPOINT).value("starts")) {
                Instant time = Instant.parse(start.path("time").asText());
                starts.put(start.path("step").asLong(), time.toEpochMilli() / 1e3);
            }
        } catch (GrowthException | DateTimeParseException e) {
            // What is damaged tells no times, and is told of elsewhere.
            return starts;
        }
        return starts;
    }

    /** Learns from the line of a start. */
    void started(JsonNode line) {
        startTime = starts.getOrDefault(line.path("step").asLong(), startTime);
        startSeconds = line.path("seconds").asDouble();
    }

    /**
     * Returns when an event of the record happened, in seconds since 1970.
     *
     * @param line  its line
     * @param event the event
     */
    double at(JsonNode line, Event event) throws IOException {
        String tag = event.values().get(0).tag();
        while (next.isPresent() && next.get().step() < event.step()) {
            advance();
        }
        if (next.isPresent() && next.get().step() == event.step() && next.get().tag().equals(tag)) {
            latest = next.get().wallTime();
            advance();
        } else {
            latest = Math.min(now, Math.max(latest, startTime + line.path("seconds").asDouble() - startSeconds));
        }
        return latest;
    }

    private void advance() throws IOException {
        next = before.isPresent() ? before.get().next() : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        if (before.isPresent()) {
            before.get().close();
        }
    }
}
