package growth.runtime.disk;

import growth.api.GrowthException;
import growth.api.model.ModelState;
import growth.api.operator.GrowthContext;
import org.slf4j.LoggerFactory;

/**
 * What a growth outside a run may ask for: nothing that needs data.
 *
 * @param operator the operator's name
 */
record WithoutData(String operator) implements GrowthContext {
    @Override
    public Gradients gradients(ModelState parameters) {
        throw new GrowthException(GrowthException.Kind.CONFIGURATION,
                "operator " + operator + " learns from data, and a checkpoint on disk has none; use it in a run: growth train");
    }

    @Override
    public void log(String line) {
        LoggerFactory.getLogger(WithoutData.class).info("{}: {}", operator, line);
    }
}
