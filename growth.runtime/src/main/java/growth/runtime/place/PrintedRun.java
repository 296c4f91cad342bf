package growth.runtime.place;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.GrowthException;
import growth.api.training.TrainingEvent;
import growth.runtime.folder.ProcessIdentity;
import growth.runtime.metrics.EventLines;
import growth.runtime.train.DivergedException;
import growth.runtime.train.RunListener;
import growth.runtime.train.TrainOutcome;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Prints a training for a program elsewhere: each event as {@link EventLines} write it, and lines of three further kinds:
 * <pre>
 * note     text
 * outcome  outcome, checkpoint, best (names of their folders), incomplete: the last line of a training that has ended or was stopped
 * failure  failure (the kind), text, host; of a divergence anew and rate: the last line of one that failed
 * </pre>
 * {@link HeardRun} reads them. For one training, on its thread.
 */
public final class PrintedRun implements RunListener {
    static final String NOTE = "note";
    static final String OUTCOME = "outcome";
    static final String FAILURE = "failure";
    static final String TEXT = "text";
    static final String CHECKPOINT = "checkpoint";
    static final String BEST = "best";
    static final String INCOMPLETE = "incomplete";
    static final String HOST = "host";
    static final String ANEW = "anew";
    static final String RATE = "rate";
    private final PrintStream out;

    /** @param out stays the caller's */
    public PrintedRun(PrintStream out) {
        this.out = out;
    }

    @Override
    public boolean wantsPeak() {
        return false;
    }

    @Override
    public void on(TrainingEvent event) {
        EventLines.of(event).forEach(this::print);
    }

    @Override
    public void note(String line) {
        print(object(NOTE).put(TEXT, line).toString());
    }

    /** Prints how the training ended. */
    public void ended(TrainOutcome outcome) {
        ObjectNode line = object(OUTCOME).put(OUTCOME, outcome.outcome().name());
        name(line, CHECKPOINT, outcome.checkpoint());
        name(line, BEST, outcome.best());
        outcome.shortfall().ifPresent(what -> line.put(INCOMPLETE, what));
        print(line.toString());
    }

    /** Prints why it failed. */
    public void failed(GrowthException why) {
        ObjectNode line = object(FAILURE).put(FAILURE, why.kind().name()).put(TEXT, why.getMessage())
                .put(HOST, ProcessIdentity.current().host());
        if (why instanceof DivergedException diverged) {
            line.put(ANEW, diverged.remedy().anew()).put(RATE, diverged.remedy().learningRate());
        }
        print(line.toString());
    }

    private static void name(ObjectNode line, String what, Optional<Path> folder) {
        folder.ifPresent(path -> line.put(what, path.getFileName().toString()));
    }

    private static ObjectNode object(String kind) {
        return JsonNodeFactory.instance.objectNode().put("kind", kind);
    }

    private void print(String line) {
        out.println(line);
        out.flush();
    }
}
