package growth.runtime.place;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.training.Progress;
import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.runtime.folder.RunFolder;
import growth.runtime.metrics.EventLines;
import growth.runtime.train.Audience;
import growth.runtime.train.DivergedException;
import growth.runtime.train.TrainOutcome;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Hears a training elsewhere by what it prints, see {@link PrintedRun}, and tells listeners here. For one thread at a time. */
final class HeardRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Failures that may have to do with the machine: what it can read, and what it has. */
    private static final Set<Kind> TOLD_APART = EnumSet.of(Kind.DATA, Kind.CHECKPOINT, Kind.MISSING_PLUGIN);
    private static final int INTERRUPTED = 130;
    private static final int TERMINATED = 143;
    private final RunFolder folder;
    private final Audience audience;
    private final Consumer<String> notes;
    private Progress progress = Progress.none();
    private Optional<TrainOutcome> outcome = Optional.empty();
    private Optional<GrowthException> failure = Optional.empty();
    private Optional<String> lastNote = Optional.empty();

    /**
     * @param folder   the run folder, as it is seen here
     * @param audience who is told
     * @param notes    takes lines about the place
     */
    HeardRun(RunFolder folder, Audience audience, Consumer<String> notes) {
        this.folder = folder;
        this.audience = audience;
        this.notes = notes;
    }

    /** Takes the next line that the training prints. */
    synchronized void printed(String line) {
        Optional<TrainingEvent> event = EventLines.event(line, folder);
        if (event.isPresent()) {
            progress = event.get().progress();
            // A training that goes on after a loss of its executor has not ended before.
            outcome = Optional.empty();
            failure = Optional.empty();
            audience.on(event.get());
            return;
        }
        JsonNode object = object(line);
        switch (object.path("kind").asText()) {
            case PrintedRun.NOTE -> audience.note(object.path(PrintedRun.TEXT).asText());
            case PrintedRun.OUTCOME -> outcome = Optional.of(outcome(object));
            case PrintedRun.FAILURE -> failure = Optional.of(failure(object));
            case "" -> note(line);
            default -> { }
        }
    }

    /** Takes a line about the place. */
    synchronized void note(String line) {
        if (!line.isBlank()) {
            lastNote = Optional.of(line.strip());
            notes.accept(line.strip());
        }
    }

    /**
     * Returns how the training ended.
     *
     * @param status the exit status of its command
     * @param where  what it was, for a failure that nobody explains
     * @throws GrowthException why it failed, as the training said itself
     */
    synchronized TrainOutcome ended(int status, String where) {
        if (outcome.isPresent()) {
            return outcome.get();
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (status == INTERRUPTED || status == TERMINATED) {
            return new TrainOutcome(folder.path(), Outcome.STOPPED, progress, Optional.empty(), Optional.empty(), Optional.empty());
        }
        throw new GrowthException(PlacedRun.kind(status), where + " ended with status " + status
                + lastNote.map(note -> ": " + note).orElse(""));
    }

    private static JsonNode object(String line) {
        try {
            JsonNode read = JSON.readTree(line);
            return read == null ? JSON.missingNode() : read;
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    private TrainOutcome outcome(JsonNode line) {
        Optional<String> shortfall = Optional.ofNullable(line.path(PrintedRun.INCOMPLETE).textValue());
        return new TrainOutcome(folder.path(), Outcome.valueOf(line.path(PrintedRun.OUTCOME).asText()), progress,
                checkpoint(line, PrintedRun.CHECKPOINT), checkpoint(line, PrintedRun.BEST), shortfall);
    }

    private Optional<Path> checkpoint(JsonNode line, String which) {
        return Optional.ofNullable(line.path(which).textValue()).map(folder.checkpoints()::resolve);
    }

    private GrowthException failure(JsonNode line) {
        String text = line.path(PrintedRun.TEXT).asText();
        Kind kind = Kind.valueOf(line.path(PrintedRun.FAILURE).asText());
        return line.has(PrintedRun.RATE) ? new DivergedException(text, new DivergedException.Remedy(folder.path(),
                line.path(PrintedRun.ANEW).asBoolean(), new BigDecimal(line.path(PrintedRun.RATE).asText())))
                : new GrowthException(kind, TOLD_APART.contains(kind) ? text + " (on " + line.path(PrintedRun.HOST).asText() + ")" : text);
    }
}
