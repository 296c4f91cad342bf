package growth.study.file;

import growth.runtime.config.YamlReader;
import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.run.RunOverlay;
import java.util.Map;

/** Settings of a grid, laid over a run file. */
final class Settings {
    private Settings() {
    }

    /**
     * Returns the run file with the settings.
     *
     * @param run      the keys of a run file
     * @param grid     where the settings were written
     * @param settings dotted path → value, as YAML
     */
    static Mapping over(Mapping run, Grid grid, Map<String, String> settings) {
        Mapping laid = run;
        for (Grid.Line line : grid.lines()) {
            String value = settings.get(line.path());
            if (value != null) {
                laid = RunOverlay.of(laid, StudyText.path(line.path(), new Entry(line.place(), YamlReader.value(line.place(), value))));
            }
        }
        return laid;
    }
}
