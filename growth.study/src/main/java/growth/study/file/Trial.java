package growth.study.file;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One choice of the tuned settings, the same for every arm.
 *
 * @param settings dotted path → value, as YAML, in the order written, e.g. {@code training.optimizer.lr → 1e-3}; empty if nothing is tuned
 */
public record Trial(Map<String, String> settings) {
    /** The only trial of a study that tunes nothing. */
    public static final Trial ONLY = new Trial(Map.of());

    public Trial {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** Returns its name, which names a folder, e.g. {@code lr-1e-3-batch-4}; empty for {@link #ONLY}. */
    public String name() {
        return SettingNames.of(settings);
    }
}
