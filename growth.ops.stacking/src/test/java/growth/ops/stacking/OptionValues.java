package growth.ops.stacking;

import growth.api.TrainingTime;
import growth.api.options.Options;
import growth.api.options.ShapeChange;
import java.util.LinkedHashMap;
import java.util.Map;

/** Options as a run file would give them, option n on line n of run.yaml. */
final class OptionValues {
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, String> places = new LinkedHashMap<>();

    OptionValues with(String name, Object value) {
        values.put(name, value);
        places.putIfAbsent(name, "run.yaml:" + values.size());
        return this;
    }

    OptionValues shape(String name, String sizes) {
        return with(name, ShapeChange.parse(sizes));
    }

    OptionValues time(String name, String time) {
        return with(name, TrainingTime.parse(time));
    }

    Options build() {
        return new Options("run.yaml:9", values, places);
    }
}
