package growth.runtime.prepare;

import growth.api.GrowthException;
import growth.api.data.Dataset;
import growth.api.model.ModelShape;
import growth.api.model.RopeScaling;
import growth.formats.huggingface.ModelWeights;
import growth.runtime.checkpoint.LabelNames;
import growth.runtime.run.ModelSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Checks that the model a run file starts from is the one its schedule begins with, and that the data's labels are its labels. */
public final class StartCheck {
    private StartCheck() {
    }

    /**
     * @throws GrowthException (CHECKPOINT) if there is no model, (CONFIGURATION) if it has another shape or tokenizer, both with the place
     */
    static void check(ModelSettings model, ModelShape begins, Dataset dataset) {
        if (model.start().isEmpty()) {
            return;
        }
        String place = StartTokenizer.place(model);
        ModelShape found;
        // headers alone are read: what is missing or foreign is found before anything costs time
        try (ModelWeights weights = ModelWeights.open(model.start().get())) {
            found = weights.shape();
        } catch (GrowthException e) {
            throw e.at(place);
        }
        if (!found.equals(begins)) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, place + ": " + model.start().get() + " holds " + found
                    + ", but the run begins with " + begins + "; they must be the same" + hiddenSettings(found, begins));
        }
        StartTokenizer.check(model, dataset);
    }

    /**
     * Returns what to write in a run file's model for a checkpoint, e.g. {@code : write norm-epsilon: 1.0E-6 in model}: the words for a
     * shape do not show everything in which two may differ. Nothing if they agree.
     */
    static String hiddenSettings(ModelShape checkpoint, ModelShape run) {
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
            settings.add(checkpoint.ropeScaling().map(StartCheck::words).orElse("no rope-scaling"));
        }
        return settings.isEmpty() ? "" : ": write " + String.join(", ", settings) + " in model";
    }

    private static String words(RopeScaling scaling) {
        String more = scaling instanceof RopeScaling.Llama3 llama3 ? ", low-freq-factor: " + llama3.lowFreqFactor() + ", high-freq-factor: "
                + llama3.highFreqFactor() + ", original-context: " + llama3.originalContext() : "";
        return "rope-scaling: {kind: " + scaling.type() + ", factor: " + scaling.factor() + more + "}";
    }

    /**
     * Returns a line if a label has another name than in the folder that the run starts from. Another classifier on the same body is common
     * and its head soon learned, so it is said and not refused.
     */
    public static List<String> labelWarnings(PreparedRun run) {
        ModelSettings model = run.run().model();
        List<String> names = run.dataset().labelNames();
        return model.start().isEmpty() || names.isEmpty() || !Files.isDirectory(model.start().get()) ? List.of()
                : otherLabel(model.start().get(), names).map(line -> StartTokenizer.place(model) + ": " + line).stream().toList();
    }

    /**
     * Returns what is wrong with the first label that has another name in the folder, if there is one.
     *
     * @param folder a classifier's
     * @param ours   names of the data's labels by number
     */
    static Optional<String> otherLabel(Path folder, List<String> ours) {
        return LabelNames.of(folder, ours.size()).flatMap(theirs -> IntStream.range(0, ours.size())
                .filter(i -> !LabelNames.plain(theirs.get(i)).equals(LabelNames.plain(ours.get(i)))).boxed().findFirst()
                .map(i -> "label " + i + " is '" + ours.get(i) + "' in the data and '" + theirs.get(i) + "' in " + folder
                        + ": its classifier has learned other labels, or another order of them"));
    }
}
