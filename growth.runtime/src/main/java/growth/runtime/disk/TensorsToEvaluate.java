package growth.runtime.disk;

import com.fasterxml.jackson.databind.node.TextNode;
import growth.runtime.disk.Evaluator.BatchToEvaluate;
import java.util.ArrayList;
import java.util.List;

/** A batch as options of the data source that reads it. */
final class TensorsToEvaluate {
    /** The data source. */
    static final String SOURCE = "tensors";

    private TensorsToEvaluate() {
    }

    /** @return {@code name=value} for each option */
    static List<String> options(BatchToEvaluate batch) {
        List<String> options = new ArrayList<>(List.of("train=" + TextNode.valueOf(batch.file().toAbsolutePath().toString())));
        if (batch.shiftLabels()) {
            options.add("shift-labels=true");
        }
        return options;
    }
}
