package growth.runtime.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import growth.runtime.metrics.MetricsRecord.Checkpoint;
import growth.runtime.metrics.MetricsRecord.End;
import growth.runtime.metrics.MetricsRecord.Evaluation;
import growth.runtime.metrics.MetricsRecord.Growth;
import growth.runtime.metrics.MetricsRecord.Search;
import growth.runtime.metrics.MetricsRecord.Stage;
import growth.runtime.metrics.MetricsRecord.Start;
import growth.runtime.metrics.MetricsRecord.Step;
import growth.runtime.metrics.MetricsRecord.Suite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Puts the lines of a record together. A run that went on from a checkpoint forgets what came after it; something that is told twice counts
 * as told last. For one thread.
 */
final class MetricsCollector {
    private static final String NO_LINE = "is no line of a run's record, and left out";

    private final ReadingRemarks remarks;
    private final List<Start> starts = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();
    private final StepColumns steps = new StepColumns();
    private final List<Evaluation> evaluations = new ArrayList<>();
    private final List<Growth> growths = new ArrayList<>();
    private final List<Search> searches = new ArrayList<>();
    private final List<Suite> suites = new ArrayList<>();
    private final List<Checkpoint> checkpoints = new ArrayList<>();
    private Optional<End> end = Optional.empty();
    private Optional<Point> furthest = Optional.empty();
    private long line;
    private boolean changed;

    MetricsCollector(Path file) {
        remarks = new ReadingRemarks(file);
    }

    /** How much there is of each. */
    record Sizes(int starts, int stages, int steps, int evaluations, int growths, int searches, int suites, int checkpoints) {
        static final Sizes NONE = new Sizes(0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Takes the next line of the file. */
    void take(byte[] bytes, long length) {
        line++;
        if (length > LineSplitter.LONGEST) {
            remarks.add(line, NO_LINE);
            return;
        }
        Optional<String> text = LineText.of(bytes);
        if (text.filter(String::isBlank).isPresent()) {
            return;
        }
        Optional<JsonNode> entry = text.flatMap(LineText::entry);
        if (entry.isEmpty()) {
            remarks.add(line, NO_LINE);
            return;
        }
        try {
            LineReader.read(entry.get()).ifPresentOrElse(this::add, () -> remarks.add(line, "is of kind '"
                    + entry.get().path("kind").textValue() + "', which this version does not know, and left out"));
        } catch (LineFields.Unfit e) {
            remarks.add(line, "is left out: " + e.getMessage());
        }
    }

    /** Takes the last line, which has no end. */
    void takeCut(byte[] bytes, long length) {
        if (length <= LineSplitter.LONGEST && LineText.of(bytes).flatMap(LineText::entry).isPresent()) {
            take(bytes, length);
        } else {
            line++;
            remarks.add(line, "is cut off, as after a crash, and left out");
        }
    }

    /** Returns how much there is of each. */
    Sizes sizes() {
        return new Sizes(starts.size(), stages.size(), steps.size(), evaluations.size(), growths.size(), searches.size(), suites.size(),
                checkpoints.size());
    }

    /** Returns whether since the last call something was forgotten or put in between. */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /** Returns what has been read behind that much. */
    RunMetrics from(Sizes begin) {
        return new RunMetrics(tail(starts, begin.starts), tail(stages, begin.stages), steps.from(begin.steps),
                tail(evaluations, begin.evaluations), tail(growths, begin.growths), tail(searches, begin.searches),
                tail(suites, begin.suites), tail(checkpoints, begin.checkpoints), end, remarks.all());
    }

    private static <T> List<T> tail(List<T> list, int begin) {
        return list.subList(begin, list.size());
    }

    private void add(MetricsRecord entry) {
        if (entry instanceof Start start) {
            goOn(start);
        } else if (entry instanceof Step step) {
            boolean again = steps.put(step);
            changed |= again || furthest.filter(f -> f.after(step.at())).isPresent();
            if (again) {
                remarks.add(line, "tells of a step that the record has already; the later line counts");
            }
        } else if (entry instanceof Stage stage) {
            // A run that goes on tells of its stage once more.
            if (stages.stream().noneMatch(s -> s.at().stage() == stage.at().stage())) {
                put(stages, stage, (a, b) -> false);
            }
        } else if (entry instanceof Evaluation evaluation) {
            put(evaluations, evaluation, (a, b) -> true);
        } else if (entry instanceof Growth growth) {
            put(growths, growth, (a, b) -> true);
        } else if (entry instanceof Search search) {
            put(searches, search, (a, b) -> true);
        } else if (entry instanceof Suite suite) {
            put(suites, suite, (a, b) -> a.suite().equals(b.suite()) && a.task().equals(b.task()));
        } else if (entry instanceof Checkpoint checkpoint) {
            put(checkpoints, checkpoint, (a, b) -> true);
        } else {
            end = Optional.of((End) entry);
        }
        furthest = furthest.filter(f -> f.after(entry.at())).or(() -> Optional.of(entry.at()));
    }

    private void goOn(Start start) {
        starts.add(start);
        end = Optional.empty();
        Point at = start.at();
        if (furthest.filter(f -> f.after(at)).isPresent()) {
            remarks.add(line, "goes on from step " + at.step() + ", behind which the record tells of steps already; the later lines count");
            changed = true;
            steps.forgetAfter(at);
            for (List<? extends MetricsRecord> list : List.of(stages, evaluations, growths, searches, suites, checkpoints)) {
                list.removeIf(entry -> entry.at().after(at));
            }
            furthest = Optional.of(at);
        }
    }

    /** Puts an entry to its place, which nearly always is the end, or in place of the same one. */
    private <T extends MetricsRecord> void put(List<T> list, T entry, BiPredicate<T, T> same) {
        int place = list.size();
        while (place > 0 && list.get(place - 1).at().after(entry.at())) {
            place--;
        }
        changed |= place < list.size();
        for (int i = place - 1; i >= 0 && !entry.at().after(list.get(i).at()); i--) {
            if (same.test(list.get(i), entry)) {
                list.set(i, entry);
                changed = true;
                return;
            }
        }
        list.add(place, entry);
    }
}
