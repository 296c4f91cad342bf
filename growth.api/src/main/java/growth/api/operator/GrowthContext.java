package growth.api.operator;

import growth.api.model.ModelState;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ProviderType;

/** The services that a {@link LearningOperator} has while it learns. */
@ProviderType
public interface GrowthContext {
    /**
     * Computes the loss and its gradients on the next training batch, at any parameters. Its compute is counted as training.
     *
     * @param parameters a state whose parameters are used; its optimizer state is not
     * @return loss and gradients of the next batch
     */
    Gradients gradients(ModelState parameters);

    /** Writes one line to the log. */
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
