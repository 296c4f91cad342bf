package growth.runtime.train.resume;

import growth.runtime.config.YamlReader;
import growth.runtime.config.YamlValue;
import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlWriter;
import growth.runtime.folder.RunRecords;
import growth.runtime.run.RunFile;
import java.nio.file.Path;
import java.util.List;

/**
 * Keeps a resumed run's record of plug-ins that are not installed: the options it began with, since only those plug-ins know their
 * defaults.
 */
public final class AbsentGroups {
    private AbsentGroups() {
    }

    /**
     * Returns the run as it is resolved now.
     *
     * @param run   as it goes on
     * @param begun as it was resolved before
     */
    public static String resolved(RunFile run, Path begun) {
        if (run.absent().isEmpty()) {
            return run.resolved();
        }
        Mapping then = YamlReader.document(begun.toString(), RunRecords.text(begun));
        return YamlWriter.rewritten(run.resolved(), now -> {
            Mapping restored = now;
            for (String group : run.absent()) {
                restored = with(restored, then, List.of(group.split("\\.")));
            }
            return restored;
        });
    }

    private static Mapping with(Mapping now, Mapping then, List<String> path) {
        Entry old = now.entries().get(path.get(0));
        YamlValue before = then.entries().get(path.get(0)).value();
        YamlValue value = path.size() == 1 ? before : with((Mapping) old.value(), (Mapping) before, path.subList(1, path.size()));
        return now.with(path.get(0), new Entry(old.place(), value));
    }
}
