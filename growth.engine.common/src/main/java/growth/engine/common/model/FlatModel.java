package growth.engine.common.model;

import growth.api.engine.EngineOptions;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.engine.common.layout.FlatLayout;
import growth.engine.common.memory.FlatMemory;
import growth.engine.common.memory.Tracked;
import growth.engine.common.optimizer.Averages;
import growth.engine.common.optimizer.Moments;
import java.util.Map;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One model in flat memories. Those that only training needs are made when they are first asked for.
 *
 * @param <M> kind of memory
 */
public class FlatModel<M extends FlatMemory> implements AutoCloseable {
    private final FlatLayout layout;
    private final FlatMemory.Source<M> source;
    private final M parameters;
    private final Averages<M> averages;
    private Map<String, INDArray> parameterViews;
    private Gates gates;
    private Moments<M> moments;
    private M gradients;
    private Map<String, INDArray> gradientViews;
    private M others;

    /** The memories that hold a state. */
    private record Held<M extends FlatMemory>(Moments<M> moments, Averages<M> averages, M parameters) {
    }

    /**
     * Copies a state, but for what lies in the model's memories already. If that fails, nothing of it stays allocated.
     *
     * @param arrays the memories, for a model of the state's shape
     * @param copied receives every array that has been copied
     */
    public FlatModel(ModelState state, EngineOptions options, FlatArrays<M> arrays, Consumer<INDArray> copied) {
        source = arrays.source();
        layout = arrays.layout();
        gates = state.gates();
        Held<M> held;
        try {
            held = Tracked.allOrNothing(source, births -> hold(state, options, arrays, births, copied));
        } catch (RuntimeException | Error failure) {
            arrays.close();
            throw failure;
        }
        arrays.leave();
        moments = held.moments();
        averages = held.averages();
        parameters = held.parameters();
    }

    private Held<M> hold(ModelState state, EngineOptions options, FlatArrays<M> arrays, FlatMemory.Source<M> births,
            Consumer<INDArray> copied) {
        Moments<M> soFar = state.optimizer().isEmpty() ? null
                : new Moments<>(layout, arrays.first(), arrays.second(), births).load(state.optimizer(), copied);
        Averages<M> following = new Averages<>(layout, options.averages(), state, arrays::average, copied);
        M values = arrays.parameters();
        layout.copy(state.parameters(), values, copied);
        return new Held<>(soFar, following, values);
    }

    /** Returns the model's shape. */
    public ModelShape shape() {
        return layout.shape();
    }

    /** Returns the layout of all its memories. */
    public FlatLayout layout() {
        return layout;
    }

    /** Returns the parameters. */
    public M parameters() {
        return parameters;
    }

    /** Returns the averages of the parameters. */
    public Averages<M> averages() {
        return averages;
    }

    /** Sets the gates. */
    public void gates(Gates next) {
        gates = next;
    }

    /** Returns live views of the whole state. */
    public ModelState state() {
        if (parameterViews == null) {
            parameterViews = layout.views(parameters);
        }
        parameters.publish();
        averages.publish();
        if (moments != null) {
            moments.publish();
        }
        return new ModelState(shape(), parameterViews, moments == null ? Map.of() : moments.states(), averages.views(), gates);
    }

    /** Returns the optimizer state. */
    public Moments<M> moments() {
        if (moments == null) {
            moments = Tracked.allOrNothing(source, made -> new Moments<>(layout,
                    made.zeros(layout.length()), made.zeros(layout.length()), made));
        }
        return moments;
    }

    /** Returns the gradients of the parameters; 0 when they are new. */
    public M gradients() {
        if (gradients == null) {
            gradients = source.zeros(layout.length());
            gradientViews = null;
        }
        return gradients;
    }

    /** Returns views of the gradients as they are now, by the parameters' names. */
    public Map<String, INDArray> gradientViews() {
        M memory = gradients();
        if (gradientViews == null) {
            gradientViews = layout.views(memory);
        }
        memory.publish();
        return gradientViews;
    }

    /** Returns a second set of parameters with those values. */
    public M others(Map<String, INDArray> values) {
        if (others == null) {
            others = source.uninitialised(layout.length());
        }
        layout.copy(values, others, array -> { });
        return others;
    }

    /** Releases memories whose contents can be computed again. */
    public void dropScratch() {
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
