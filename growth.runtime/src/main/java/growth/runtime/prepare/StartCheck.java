package growth.runtime.prepare;

import growth.api.GrowthException;
import growth.api.data.Dataset;
import growth.api.model.ModelShape;
import growth.formats.huggingface.ModelWeights;
import growth.runtime.run.ModelSettings;

/** Whether the model that a run file starts from is the one its schedule begins with. */
final class StartCheck {
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
                    + ", but the run begins with " + begins + "; they must be the same" + HiddenSettings.toWrite(found, begins));
        }
        StartTokenizer.check(model, dataset);
    }
}
