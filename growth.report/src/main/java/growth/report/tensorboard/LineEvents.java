package growth.report.tensorboard;

import com.fasterxml.jackson.databind.JsonNode;
import growth.api.Amounts;
import growth.report.tensorboard.Event.Value;
import growth.report.tensorboard.Event.Value.Scalar;
import growth.report.tensorboard.Event.Value.Text;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What lines of {@code metrics.jsonl} mean in TensorBoard. A growth is told twice: as a text, and as a mark, a peak between zeros, so that
 * it is drawn as a vertical line. TensorBoard shows at most a thousand points of a series and might skip a peak among more, so marks are
 * told of around growths only; and it draws running means, which a few zeros bring back down.
 */
final class LineEvents {
    private static final String MARK = "growth/mark";
    private static final int ZEROS = 12;
    private static final List<String> TASK_SCORES = List.of("exact_match", "loss", "answer_loss", "choice");
    private double parameters = Double.NaN;
    private int zeros;
    private long lastMark = -1;

    /** Returns what is to be told of the next line; most often one event, for some lines none. */
    List<Event> of(JsonNode line) {
        long step = line.path("step").asLong();
        return switch (line.path("kind").asText()) {
            case "step" -> step(step, line);
            case "evaluation" -> event(step, evaluation(line));
            case "suite" -> event(step, suite(line));
            case "stage" -> {
                parameters = line.path("parameters").asDouble(Double.NaN);
                yield List.of();
            }
            case "growth" -> growth(step, line);
            case "end" -> end(step, line);
            default -> List.of();
        };
    }

    private static List<Event> event(long step, List<Value> values) {
        return values.isEmpty() ? List.of() : List.of(new Event(step, values));
    }

    private List<Event> step(long step, JsonNode line) {
        List<Value> values = new ArrayList<>();
        // TensorBoard shows where a loss was no number, and that is worth seeing.
        values.add(new Scalar("train/loss", line.path("loss").asDouble(Double.NaN)));
        add(values, "train/learning_rate", line.path("lr"));
        values.add(new Scalar("train/gradient_norm", line.path("gradient_norm").asDouble(Double.NaN)));
        add(values, "speed/tokens_per_second", line.path("tokens_per_second"));
        add(values, "speed/flops_per_second", line.path("flops_per_second"));
        if (!Double.isNaN(parameters)) {
            values.add(new Scalar("model/parameters", parameters));
        }
        values.add(new Scalar("model/stage", line.path("stage").asInt() + 1));
        unmarked(step).ifPresent(values::add);
        return event(step, values);
    }

    /** Returns the foot of the mark of a growth before that step, if it is not drawn out far enough. */
    private Optional<Value> unmarked(long step) {
        if (zeros == 0 || step <= lastMark) {
            return Optional.empty();
        }
        zeros--;
        lastMark = step;
        return Optional.of(new Scalar(MARK, 0));
    }

    private static List<Value> evaluation(JsonNode line) {
        List<Value> values = new ArrayList<>();
        values.add(new Scalar("validation/loss", line.path("loss").asDouble(Double.NaN)));
        add(values, "validation/bits_per_byte", line.path("bits_per_byte"));
        add(values, "validation/accuracy", line.path("accuracy"));
        for (Iterator<Map.Entry<String, JsonNode>> sets = line.path("sets").fields(); sets.hasNext();) {
            Map.Entry<String, JsonNode> set = sets.next();
            String group = "validation/" + set.getKey() + "/";
            values.add(new Scalar(group + "loss", set.getValue().path("loss").asDouble(Double.NaN)));
            add(values, group + "bits_per_byte", set.getValue().path("bits_per_byte"));
        }
        return values;
    }

    private static List<Value> suite(JsonNode line) {
        List<Value> values = new ArrayList<>();
        String group = "suite/" + line.path("suite").asText() + "/" + line.path("task").asText() + "/";
        TASK_SCORES.forEach(score -> add(values, group + score, line.path(score)));
        return values;
    }

    private List<Event> growth(long step, JsonNode line) {
        List<Event> events = new ArrayList<>();
        for (long before : new long[] {0, step - 1}) {
            if (before > lastMark && before < step) {
                events.add(new Event(before, List.of(new Scalar(MARK, 0))));
                lastMark = before;
            }
        }
        List<Value> values = new ArrayList<>();
        values.add(new Text("growth/changes", text(line)));
        if (step > lastMark) {
            values.add(new Scalar(MARK, 1));
            lastMark = step;
        }
        zeros = ZEROS;
        events.add(new Event(step, values));
        return events;
    }

    private static String text(JsonNode line) {
        StringBuilder table = new StringBuilder("| growth | " + cell(line.path("operator").asText()) + " |\n|---|---|\n");
        row(table, "model", line.path("from").asText() + " → " + line.path("to").asText());
        row(table, "loss", Amounts.loss(line.path("loss_before").asDouble(Double.NaN)) + " → "
                + Amounts.loss(line.path("loss_after").asDouble(Double.NaN)));
        row(table, "claimed", line.path("claimed").asText());
        row(table, "max. change of a logit", line.path("max_logit_change").asText());
        row(table, "optimizer state", line.path("optimizer_state").asText());
        row(table, "learning rate", line.path("learning_rate").asText());
        row(table, "time", Amounts.duration(line.path("took_seconds").asDouble(Double.NaN)));
        return table.toString();
    }

    private static void row(StringBuilder table, String name, String value) {
        table.append("| ").append(name).append(" | ").append(cell(value)).append(" |\n");
    }

    private static String cell(String value) {
        return value.replace("|", "\\|").replace('\n', ' ');
    }

    private List<Event> end(long step, JsonNode line) {
        StringBuilder text = new StringBuilder(line.path("outcome").asText());
        line.path("remarks").forEach(remark -> text.append("\n\n").append(remark.asText()));
        List<Value> values = new ArrayList<>(List.of(new Text("run/end", text.toString())));
        if (lastMark >= 0 && step > lastMark) {
            values.add(new Scalar(MARK, 0));
            lastMark = step;
        }
        return event(step, values);
    }

    private static void add(List<Value> values, String tag, JsonNode number) {
        if (number.isNumber()) {
            values.add(new Scalar(tag, number.asDouble()));
        }
    }
}
