package growth.engine.cpu;

import growth.api.engine.EngineOptions;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.engine.cpu.memory.FlatLayout;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.optimizer.Averages;
import growth.engine.cpu.optimizer.Moments;
import growth.engine.cpu.pass.GateRows;
import java.util.Map;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One model in flat memories. Those that only training needs are made when they are first asked for. */
final class Model implements AutoCloseable {
    private final FlatLayout layout;
    private final Transformer transformer;
    private final int workers;
    private final FloatMemory parameters;
    private final Map<String, INDArray> parameterViews;
    private final Averages averages;
    private Gates gates;
    private GateRows gateRows;
    private Moments moments;
    private FloatMemory gradients;
    private Map<String, INDArray> gradientViews;
    private FloatMemory others;

    /**
     * Copies a state.
     *
     * @param copied receives every array that has been copied
     */
    Model(ModelState state, EngineOptions options, Consumer<INDArray> copied) {
        workers = options.workers();
        layout = new FlatLayout(state.shape());
        transformer = new Transformer(layout);
        if (!state.optimizer().isEmpty()) {
            moments = new Moments(layout, state.optimizer(), workers, copied);
        }
        averages = new Averages(layout, options.averages(), state, workers, copied);
        parameters = FloatMemory.uninitialised(layout.length(), workers);
        layout.copy(state.parameters(), parameters, copied);
        parameterViews = layout.views(parameters);
        gates(state.gates());
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

    Averages averages() {
        return averages;
    }

    void gates(Gates next) {
        gates = next;
        gateRows = new GateRows(shape(), next);
    }

    GateRows gates() {
        return gateRows;
    }

    /** Returns live views of the whole state. */
    ModelState state() {
        return new ModelState(shape(), parameterViews, moments == null ? Map.of() : moments.states(), averages.views(), gates);
    }

    Moments moments() {
        if (moments == null) {
            moments = new Moments(layout, Map.of(), workers, array -> { });
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

    /** Returns a second set of parameters with those values. */
    FloatMemory others(Map<String, INDArray> values) {
        if (others == null) {
            others = FloatMemory.uninitialised(layout.length(), workers);
        }
        layout.copy(values, others, array -> { });
        return others;
    }

    /** Releases memories whose contents can be computed again. */
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
        averages.close();
        if (moments != null) {
            moments.close();
        }
    }
}
