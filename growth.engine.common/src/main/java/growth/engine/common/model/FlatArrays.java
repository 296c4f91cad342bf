package growth.engine.common.model;

import growth.api.algebra.GrownArrays;
import growth.api.model.ModelShape;
import growth.api.model.OptimizerState.Slot;
import growth.engine.common.layout.FlatLayout;
import growth.engine.common.memory.FlatMemory;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The flat memories of a model that is still to come, as arrays: what a growth writes into them lies where the model will have it. Each
 * memory is made when it is first asked for. {@link #close} releases all of them, unless a model has them by then.
 *
 * @param <M> kind of memory; its views must share it
 */
public final class FlatArrays<M extends FlatMemory> implements GrownArrays {
    private static final String PARAMETERS = "parameters";
    private static final String FIRST = "first moments";
    private static final String SECOND = "second moments";
    private static final String AVERAGE = "average ";
    private final FlatLayout layout;
    private final FlatMemory.Source<M> source;
    private final Map<String, M> memories = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();
    private final Set<INDArray> given = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Offers arrays for a model of that shape. */
    public FlatArrays(ModelShape shape, FlatMemory.Source<M> source) {
        this.layout = new FlatLayout(shape);
        this.source = source;
    }

    /** Returns the layout of all memories. */
    public FlatLayout layout() {
        return layout;
    }

    /** Returns what makes further memories. */
    FlatMemory.Source<M> source() {
        return source;
    }

    /** Returns whether the array is one of those that were offered. */
    public boolean offered(INDArray array) {
        return given.contains(array);
    }

    M parameters() {
        return use(PARAMETERS);
    }

    M first() {
        return use(FIRST);
    }

    M second() {
        return use(SECOND);
    }

    M average(String name) {
        return use(AVERAGE + name);
    }

    private M use(String kind) {
        used.add(kind);
        return memory(kind);
    }

    private M memory(String kind) {
        return memories.computeIfAbsent(kind, any -> source.uninitialised(layout.length()));
    }

    /** Leaves the memories to a model; those that it did not ask for are released. */
    void leave() {
        memories.keySet().removeAll(used);
        close();
    }

    @Override
    public INDArray parameter(String name, DataType type, long... shape) {
        return offer(PARAMETERS, name, type, shape);
    }

    @Override
    public INDArray average(String average, String name, DataType type, long... shape) {
        return offer(AVERAGE + average, name, type, shape);
    }

    @Override
    public INDArray slot(String name, Slot slot, DataType type, long... shape) {
        return offer(slot == Slot.SECOND_MOMENT ? SECOND : FIRST, name, type, shape);
    }

    private INDArray offer(String kind, String name, DataType type, long... shape) {
        if (type != DataType.FLOAT) {
            return OWN.parameter(name, type, shape);
        }
        INDArray view = layout.view(memory(kind), name);
        given.add(view);
        return view;
    }

    @Override
    public void close() {
        memories.values().forEach(FlatMemory::close);
        memories.clear();
        given.clear();
    }
}
