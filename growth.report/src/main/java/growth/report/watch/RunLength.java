package growth.report.watch;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.api.model.Family;
import growth.formats.folder.WholeFile;
import growth.runtime.config.DottedValues;
import growth.runtime.run.DataUnit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How long a run is to train, as its run file tells.
 *
 * @param duration how long; empty if that is not known
 * @param unit     what it counts
 */
record RunLength(Optional<TrainingTime> duration, DataUnit unit) {
    /** Nothing is known. */
    static final RunLength UNKNOWN = new RunLength(Optional.empty(), DataUnit.TOKENS);

    /** Reads a run file; one that is not there or cannot be read tells nothing. */
    static RunLength of(Path file) {
        try {
            Map<String, String> values = DottedValues.of(file.toString(), WholeFile.text(file, WholeFile.SMALL));
            return new RunLength(Optional.ofNullable(values.get("training.duration")).map(TrainingTime::parse),
                    Family.of(values.getOrDefault("model.family", "")).map(DataUnit::of).orElse(DataUnit.TOKENS));
        } catch (IOException | GrowthException e) {
            return UNKNOWN;
        }
    }
}
