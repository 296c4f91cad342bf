package growth.runtime.train.resume;

import growth.runtime.run.DataParallel;
import java.util.List;
import java.util.Optional;

/**
 * The single list of what a run may change when it resumes. Any other change would make it another run, whose steps no run file describes.
 * Each change is said and kept in provenance, except of names, places, and what a run records.
 */
final class ResumableSettings {
    /** How the processes that train together keep one model, which stays. */
    static final String MODE = DataParallel.SECTION + ".mode";
    /** Number of the processes that train together; not in mode local, where it decides what is averaged. */
    static final String RANKS = DataParallel.SECTION + ".ranks";
    private static final List<Setting> ALL = List.of(
            Setting.silent("name"),
            Setting.silent("base"),
            Setting.of("training.duration"),
            Setting.of("training.extension"),
            Setting.of("training.optimizer.lr"),
            Setting.of("training.optimizer.clip"),
            Setting.of("training.recompute"),
            Setting.of("training.workers", "another number of workers rounds differently: losses differ in their last digits from here on"),
            Setting.of(RANKS, "another number of ranks adds gradients in another order: losses differ in their last digits from here on"),
            Setting.of("engine"),
            Setting.of("growth.incomplete"),
            Setting.of("evaluate"),
            Setting.of("checkpoint"),
            Setting.silent("record"));

    private ResumableSettings() {
    }

    /**
     * A value, or a section with all its values, that may change.
     *
     * @param path dotted, from the root of the run file
     * @param said whether a change is told and recorded
     * @param note what a change means besides
     */
    record Setting(String path, boolean said, Optional<String> note) {
        static Setting of(String path) {
            return new Setting(path, true, Optional.empty());
        }

        static Setting of(String path, String note) {
            return new Setting(path, true, Optional.of(note));
        }

        static Setting silent(String path) {
            return new Setting(path, false, Optional.empty());
        }

        private boolean covers(String value) {
            return value.equals(path) || value.startsWith(path + ".") || value.startsWith(path + "[");
        }
    }

    /** Returns the setting that allows the value at that path to change; empty if it must not. */
    static Optional<Setting> of(String path) {
        return ALL.stream().filter(setting -> setting.covers(path)).findFirst();
    }

    /** Returns what may change, in words. */
    static String words() {
        List<String> paths = ALL.stream().filter(Setting::said).map(Setting::path).toList();
        return String.join(", ", paths.subList(0, paths.size() - 1)) + " and " + paths.get(paths.size() - 1);
    }
}
