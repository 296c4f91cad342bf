package growth.api.operator;

import growth.api.model.ModelState;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ProviderType;

/** What a running growth may ask for. Operators that need nothing of it can grow checkpoints on disk, without training data. */
@ProviderType
public interface GrowthContext {
    /**
     * The loss and its gradients on training batches, at any parameters: what learned operators train on. Their compute is counted as
     * training.
     *
     * @param parameters a state whose parameters are used; its optimizer state is not
     * @return loss and gradients of the next batch
     * @throws growth.api.GrowthException (CONFIGURATION) if there are no data to train on, as in {@code growth grow}
     */
    Gradients gradients(ModelState parameters);

    /** One line for the log. */
    void log(String line);

    /**
     * A loss and its gradients.
     *
     * @param loss   mean over the scored labels
     * @param values parameter name → gradient of the loss, of the parameter's shape; valid until the next request
     */
    record Gradients(double loss, Map<String, INDArray> values) {
    }
}
