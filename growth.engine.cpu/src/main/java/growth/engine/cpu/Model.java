package growth.engine.cpu;

import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.engine.cpu.memory.FlatLayout;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.model.Transformer;
import growth.engine.cpu.optimizer.Moments;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The flat buffers of one model. What only training needs is made when it is first asked for. */
final class Model implements AutoCloseable {
    private final FlatLayout layout;
    private final Transformer transformer;
    private final int workers;
    private final FloatMemory parameters;
    private final Map<String, INDArray> parameterViews;
    private Moments moments;
    private FloatMemory gradients;
    private Map<String, INDArray> gradientViews;
    private FloatMemory others;

    /** Copies a state. */
    Model(ModelState state, int workers) {
        this.workers = workers;
        layout = new FlatLayout(state.shape());
        transformer = new Transformer(layout);
        parameters = new FloatMemory(layout.length(), workers);
        layout.copy(state.parameters(), parameters);
        parameterViews = layout.views(parameters);
        if (!state.optimizer().isEmpty()) {
            moments = new Moments(layout, state.optimizer(), workers);
        }
    }

    ModelShape shape() {
        return layout.shape();
    }

    FlatLayout layout() {
        return layout;
    }

    Transformer transformer() {
        return transformer;
    }

    FloatMemory parameters() {
        return parameters;
    }

    /** @return live views of everything */
    ModelState state() {
        Map<String, OptimizerState> states = moments == null ? Map.of() : moments.states();
        return new ModelState(shape(), parameterViews, states, Map.of(), Gates.none());
    }

    Moments moments() {
        if (moments == null) {
            moments = new Moments(layout, Map.of(), workers);
        }
        return moments;
    }

    FloatMemory gradients() {
        if (gradients == null) {
            gradients = new FloatMemory(layout.length(), workers);
            gradientViews = layout.views(gradients);
        }
        return gradients;
    }

    Map<String, INDArray> gradientViews() {
        return gradientViews;
    }

    /** @return a second set of parameters that holds those values */
    FloatMemory others(Map<String, INDArray> values) {
        if (others == null) {
            others = new FloatMemory(layout.length(), workers);
        }
        layout.copy(values, others);
        return others;
    }

    /** Gives back what can be computed again. */
    void dropScratch() {
        if (gradients != null) {
            gradients.close();
            gradients = null;
        }
        if (others != null) {
            others.close();
            others = null;
        }
    }

    @Override
    public void close() {
        dropScratch();
        parameters.close();
        if (moments != null) {
            moments.close();
        }
    }
}
