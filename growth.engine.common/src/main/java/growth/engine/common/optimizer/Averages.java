package growth.engine.common.optimizer;

import growth.api.model.ModelState;
import growth.engine.common.layout.FlatLayout;
import growth.engine.common.memory.FlatMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Exponential moving averages of the parameters: each update makes a = decay·a + (1 − decay)·θ. A new one starts at the parameters. They
 * are counted in the order of their names.
 *
 * @param <M> kind of memory
 */
public final class Averages<M extends FlatMemory> implements AutoCloseable {
    private final String[] names;
    private final float[] decays;
    private final FlatLayout layout;
    private final List<M> memories = new ArrayList<>();
    private final Map<String, Map<String, INDArray>> views = new LinkedHashMap<>();

    /**
     * @param decays which averages to keep: name → decay
     * @param state  holds the averages so far, and the parameters where others start
     * @param made   gives the memory of an average, with arbitrary contents
     * @param copied receives every array of an average that has been copied
     */
    public Averages(FlatLayout layout, Map<String, Double> decays, ModelState state, Function<String, M> made, Consumer<INDArray> copied) {
        this.layout = layout;
        Map<String, Double> sorted = new TreeMap<>(decays);
        names = sorted.keySet().toArray(String[]::new);
        this.decays = new float[names.length];
        for (int i = 0; i < names.length; i++) {
            this.decays[i] = sorted.get(names[i]).floatValue();
            memories.add(made.apply(names[i]));
            Map<String, INDArray> soFar = state.averages().get(names[i]);
            layout.copy(soFar == null ? state.parameters() : soFar, memories.get(i), soFar == null ? array -> { } : copied);
        }
    }

    /** Returns live views of all averages by name. */
    public Map<String, Map<String, INDArray>> views() {
        for (int i = views.size(); i < names.length; i++) {
            views.put(names[i], layout.views(memories.get(i)));
        }
        return Collections.unmodifiableMap(views);
    }

    /** Makes the views show the averages as they are now. */
    public void publish() {
        memories.forEach(FlatMemory::publish);
    }

    /** Returns the number of averages. */
    public int count() {
        return names.length;
    }

    /** Returns the decay of an average. */
    public float decay(int average) {
        return decays[average];
    }

    /** Returns the flat memory of an average. */
    public M memory(int average) {
        return memories.get(average);
    }

    /**
     * @return the flat memory of an average
     * @throws IllegalArgumentException if there is none of that name
     */
    public M memory(String name) {
        int index = Arrays.asList(names).indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no average " + name + "; there are " + Arrays.toString(names));
        }
        return memories.get(index);
    }

    @Override
    public void close() {
        memories.forEach(FlatMemory::close);
    }
}
