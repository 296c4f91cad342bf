package growth.runtime.train.resume;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.runtime.checkpoint.RunState;
import growth.runtime.checkpoint.ValidationRecord;
import growth.runtime.config.DottedValues;
import growth.runtime.folder.RunFolder;
import growth.runtime.folder.RunRecords;
import growth.runtime.folder.SettingChange;
import growth.runtime.run.DataParallel;
import growth.runtime.run.EngineKeys;
import growth.runtime.run.RunFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Compares the run that is to go on with the one that was begun: places of files, and what {@link ResumableSettings} lists, may differ. */
public final class RunResumption {
    /** An item of a list, at the end of a path. */
    private static final Pattern ITEM = Pattern.compile("\\[\\d+]$");

    private RunResumption() {
    }

    /**
     * The permitted differences.
     *
     * @param moved   dotted paths of the values that name other files than before, whose contents must turn out to be the same
     * @param changes the values that are changed from here on
     */
    public record Differences(Set<String> moved, List<SettingChange> changes) {
        /** Nothing differs. */
        public static final Differences NONE = new Differences(Set.of(), List.of());
        private static final String SCHEDULE = "growth.schedule.";
        private static final Set<String> EVALUATION_SIZE = Set.of("evaluate.tokens", "evaluate.images");

        /** Returns whether the run gets another growth schedule than it had, which remembers nothing of what was before. */
        public boolean otherSchedule() {
            return changes.stream().anyMatch(change -> change.path().startsWith(SCHEDULE));
        }

        /** Returns the state to go on from: losses on other validation data are not compared with those before. */
        public RunState comparable(RunState state, Consumer<String> log) {
            boolean other = changes.stream().anyMatch(change -> EVALUATION_SIZE.contains(change.path()));
            if (other && state.validation().any()) {
                log.accept("losses on other validation data are not compared with those before: lowest loss and patience start afresh");
            }
            return other ? state.with(ValidationRecord.NONE) : state;
        }
    }

    /**
     * @param run    as it shall go on
     * @param folder of the run as it was
     * @param begun  the run as it was resolved before
     * @param log    takes a line for each change
     * @throws GrowthException (CONFIGURATION) that names the first value that differs and must not
     */
    public static Differences differences(RunFile run, RunFolder folder, Path begun, Consumer<String> log) {
        return differences(run, folder, begun, Set.of(), log);
    }

    /** @param more sections that may change besides */
    public static Differences differences(RunFile run, RunFolder folder, Path begun, Set<String> more, Consumer<String> log) {
        Map<String, String> now = DataParallel.completed(DottedValues.of(run.file().toString(), run.resolved()));
        Map<String, String> then = DataParallel.completed(EngineKeys.moved(DottedValues.of(begun.toString(),
                RunRecords.text(begun))));
        Set<String> paths = new TreeSet<>(then.keySet());
        paths.addAll(now.keySet());
        paths.removeIf(path -> Objects.equals(now.get(path), then.get(path)));
        // Of a plug-in that is not installed, the run that was begun alone knows the defaults.
        paths.removeIf(path -> now.get(path) == null && run.absent().stream().anyMatch(group -> path.startsWith(group + ".")));
        Set<String> moved = new TreeSet<>();
        paths.stream().map(path -> ITEM.matcher(path).replaceAll("")).filter(run.files()::contains).forEach(moved::add);
        paths.removeIf(path -> moved.contains(ITEM.matcher(path).replaceAll("")));
        boolean otherMode = paths.contains(ResumableSettings.MODE);
        if (otherMode || paths.contains(ResumableSettings.RANKS) && run.parallel().local().isPresent()) {
            String path = otherMode ? ResumableSettings.MODE : ResumableSettings.RANKS;
            throw new GrowthException(Kind.CONFIGURATION, run.file() + ": " + path + " is " + now.get(path) + ", but the run in "
                    + folder.path() + " was begun with " + then.get(path) + "; a resumed run keeps its mode, and in mode local the ranks,"
                    + " which decide what is averaged");
        }
        for (String path : paths) {
            if (setting(path, more).isEmpty()) {
                throw new GrowthException(Kind.CONFIGURATION, run.file() + ": " + path + " is " + shown(now.get(path)) + ", but the run in "
                        + folder.path() + " was begun with " + shown(then.get(path)) + "; a resumed run may change "
                        + ResumableSettings.words() + " only");
            }
        }
        List<SettingChange> changes = new ArrayList<>();
        for (String path : paths) {
            ResumableSettings.Setting setting = setting(path, more).orElseThrow();
            if (setting.said()) {
                SettingChange change = new SettingChange(path, shown(then.get(path)), shown(now.get(path)));
                log.accept("changed: " + change + setting.note().map(note -> "; " + note).orElse(""));
                changes.add(change);
            }
        }
        return new Differences(moved, changes);
    }

    private static Optional<ResumableSettings.Setting> setting(String path, Set<String> more) {
        return ResumableSettings.of(path).or(() -> more.stream().filter(section -> path.startsWith(section + ".")).findFirst()
                .map(ResumableSettings.Setting::of));
    }

    private static String shown(String value) {
        return value == null ? "not given" : value;
    }
}
