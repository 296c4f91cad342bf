package growth.runtime.metrics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.training.Classes;
import growth.api.training.Score;
import growth.api.training.TrainingEvent.EvaluationCompleted;

/** The fields of an evaluation's line. */
final class EvaluationLine {
    private EvaluationLine() {
    }

    /** Returns the line with the fields added. */
    static ObjectNode of(ObjectNode line, EvaluationCompleted event) {
        MetricsLine.number(line, "loss", event.loss());
        counts(line, event.score());
        MetricsLine.number(line, "accuracy", event.score().accuracy());
        MetricsLine.optional(line, "bits_per_byte", event.score().bitsPerByte());
        if (!event.sets().isEmpty()) {
            ObjectNode sets = line.putObject("sets");
            event.sets().forEach((name, score) -> set(sets.putObject(name), score));
        }
        MetricsLine.took(line, "took", event.took());
        event.classes().ifPresent(classes -> classes(line, classes));
        return line;
    }

    private static void set(ObjectNode set, Score score) {
        MetricsLine.number(set, "loss", score.loss());
        counts(set, score);
        MetricsLine.optional(set, "bits_per_byte", score.bitsPerByte());
    }

    private static void counts(ObjectNode line, Score score) {
        line.put("scored", score.scored()).put("correct", score.correct());
    }

    private static void classes(ObjectNode line, Classes classes) {
        MetricsLine.number(line, "top" + classes.top().n(), classes.top().accuracy());
        MetricsLine.number(line, "precision", classes.macro().precision());
        MetricsLine.number(line, "recall", classes.macro().recall());
        MetricsLine.number(line, "f1", classes.macro().f1());
        classes.labels().forEach(line.putArray("labels")::add);
        ArrayNode matrix = line.putArray("confusion");
        classes.confusion().forEach(row -> row.forEach(matrix.addArray()::add));
    }
}
