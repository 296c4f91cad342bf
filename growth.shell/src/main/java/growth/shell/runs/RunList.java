package growth.shell.runs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.Amounts;
import growth.runtime.folder.RunProcess;
import growth.runtime.metrics.MetricsRecord.Evaluation;
import growth.shell.text.Json;
import growth.shell.text.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs as a table, or as JSON.
 *
 * @param runs the runs
 * @param now  when they were looked at
 */
public record RunList(List<RunStanding> runs, Instant now) {
    private static final String NONE = "–";
    private static final int YEAR = "2026-".length();
    private static final int MINUTES = "2026-11-26T12:00".length();

    /** Sorts: those that run first, then by their last sign of life, the latest first. */
    public RunList {
        runs = runs.stream().sorted(Comparator.comparing((RunStanding run) -> run.state() != RunStanding.State.RUNNING)
                .thenComparing(run -> run.view().silence())).toList();
    }

    /** Returns the table, and below it how many there are. */
    public List<String> lines(int width) {
        Table table = new Table("run", "state", ">step", ">done", ">loss", ">valid", ">last sign", "started", "process");
        runs.forEach(run -> table.row(run.name(), run.state().toString(), steps(run), Amounts.percent(run.view().share()),
                loss(run.view().recentLoss()), run.view().lastEvaluation().map(Evaluation::loss).map(RunList::loss).orElse(NONE),
                run.view().metrics().last().isEmpty() ? NONE : Amounts.duration(run.view().silence()),
                run.started().map(RunList::minute).orElse(NONE), process(run)));
        List<String> lines = new ArrayList<>(table.lines(width));
        Map<RunStanding.State, Integer> counts = new EnumMap<>(RunStanding.State.class);
        runs.forEach(run -> counts.merge(run.state(), 1, Integer::sum));
        lines.add(String.join(", ", counts.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList()));
        return lines;
    }

    private static String steps(RunStanding run) {
        return run.step() + run.steps().map(all -> "/" + all).orElse("");
    }

    private static String loss(double loss) {
        return Double.isNaN(loss) ? NONE : Amounts.loss(loss);
    }

    /** In UTC, as logs have it, without the year. */
    private static String minute(String time) {
        return time.length() < MINUTES ? time : time.substring(YEAR, MINUTES).replace('T', ' ');
    }

    private static String process(RunStanding run) {
        Optional<RunProcess> process = run.process().filter(p -> run.state() == RunStanding.State.RUNNING
                || run.state() == RunStanding.State.SILENT);
        return process.map(p -> switch (p.identity().standing()) {
            case ELSEWHERE -> p.identity().pid() + "@" + p.identity().host();
            default -> Long.toString(p.identity().pid());
        }).orElse(NONE);
    }

    /** Returns an object with the list {@code runs}. */
    public ObjectNode json() {
        ObjectNode object = Json.object();
        ArrayNode list = object.putArray("runs");
        runs.forEach(run -> list.add(json(run)));
        return object;
    }

    private ObjectNode json(RunStanding run) {
        ObjectNode object = Json.object();
        object.put("run", run.name()).put("folder", run.folder().path().toAbsolutePath().normalize().toString())
                .put("state", run.state().toString()).put("step", run.step());
        object.put("steps", run.steps().orElse(null));
        Json.put(object, "share", run.view().share());
        object.put("tokens", run.view().metrics().last().map(at -> at.tokens()).orElse(0L));
        Json.put(object, "loss", run.view().recentLoss());
        Json.put(object, "validation_loss", run.view().lastEvaluation().map(Evaluation::loss).orElse(Double.NaN));
        Json.put(object, "tokens_per_second", run.view().recentSpeed());
        Json.put(object, "seconds_left", run.view().secondsLeft());
        object.put("last_sign", run.view().metrics().last()
                .map(at -> now.minusMillis((long) (1000 * run.view().silence())).toString()).orElse(null));
        object.put("started", run.started().orElse(null));
        object.put("pid", run.process().map(p -> p.identity().pid()).orElse(null));
        object.put("host", run.process().map(p -> p.identity().host()).orElse(null));
        object.put("command", run.process().map(RunProcess::command).orElse(null));
        return object;
    }
}
