package growth.runtime.prepare;

import growth.api.model.ModelShape;
import growth.api.model.RopeScaling;
import java.util.ArrayList;
import java.util.List;

/** Settings of a model that the words for its shape do not show, so that two shapes may differ and look alike. */
final class HiddenSettings {
    private HiddenSettings() {
    }

    /**
     * @return what to write in a run file's model for a checkpoint, e.g. {@code : write norm-epsilon: 1.0E-6 in model}; nothing if they
     * agree
     */
    static String toWrite(ModelShape checkpoint, ModelShape run) {
        List<String> settings = new ArrayList<>();
        if (checkpoint.normEpsilon() != run.normEpsilon()) {
            settings.add("norm-epsilon: " + checkpoint.normEpsilon());
        }
        if (checkpoint.ropeTheta() != run.ropeTheta()) {
            settings.add("rope-theta: " + checkpoint.ropeTheta());
        }
        if (checkpoint.tokenTypes() != run.tokenTypes()) {
            settings.add("token-types: " + checkpoint.tokenTypes());
        }
        if (!checkpoint.ropeScaling().equals(run.ropeScaling())) {
            settings.add(checkpoint.ropeScaling().map(HiddenSettings::words).orElse("no rope-scaling"));
        }
        return settings.isEmpty() ? "" : ": write " + String.join(", ", settings) + " in model";
    }

    private static String words(RopeScaling scaling) {
        String more = scaling instanceof RopeScaling.Llama3 llama3 ? ", low-freq-factor: " + llama3.lowFreqFactor() + ", high-freq-factor: "
                + llama3.highFreqFactor() + ", original-context: " + llama3.originalContext() : "";
        return "rope-scaling: {kind: " + scaling.type() + ", factor: " + scaling.factor() + more + "}";
    }
}
