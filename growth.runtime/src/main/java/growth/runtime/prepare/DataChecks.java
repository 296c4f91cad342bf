package growth.runtime.prepare;

import growth.api.GrowthException;
import growth.api.data.Dataset;
import growth.api.model.View;
import growth.runtime.run.RunFile;

/** What the data must have for a run. */
final class DataChecks {
    private DataChecks() {
    }

    /** @throws GrowthException (DATA) with the place, if there is less than one batch to train on or nothing to evaluate on */
    static void enough(RunFile run, Dataset dataset, long tokensPerStep) {
        String place = run.data().place() + ": data: ";
        if (dataset.tokensPerEpoch() < tokensPerStep) {
            throw new GrowthException(GrowthException.Kind.DATA, place + "one batch needs " + tokensPerStep
                    + " tokens, the training data have "
                    + dataset.tokensPerEpoch() + "; give more data, or lower training.batch or model.context");
        }
        int rows = run.training().batch() / run.training().accumulation();
        if (dataset.validation(1, rows, View.full()).isEmpty()) {
            throw new GrowthException(GrowthException.Kind.DATA, place
                    + "the validation data are shorter than one sequence; give more of them");
        }
    }
}
