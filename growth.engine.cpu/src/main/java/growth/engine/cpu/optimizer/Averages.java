package growth.engine.cpu.optimizer;

import growth.api.model.ModelState;
import growth.engine.cpu.memory.FlatLayout;
import growth.engine.cpu.memory.FloatMemory;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Exponential moving averages of the parameters: each update makes a = decay·a + (1 − decay)·θ. A new one starts at the parameters. */
public final class Averages implements AutoCloseable {
    private final String[] names;
    private final float[] decays;
    private final FloatMemory[] memories;
    private final Map<String, Map<String, INDArray>> views = new LinkedHashMap<>();

    /**
     * @param decays which averages to keep: name → decay
     * @param state  holds the averages so far, and the parameters where others start
     * @param copied receives every array of an average that has been copied
     */
    public Averages(FlatLayout layout, Map<String, Double> decays, ModelState state, int workers, Consumer<INDArray> copied) {
        Map<String, Double> sorted = new TreeMap<>(decays);
        names = sorted.keySet().toArray(String[]::new);
        this.decays = new float[names.length];
        memories = new FloatMemory[names.length];
        for (int i = 0; i < names.length; i++) {
            this.decays[i] = sorted.get(names[i]).floatValue();
            memories[i] = FloatMemory.uninitialised(layout.length(), workers);
            Map<String, INDArray> soFar = state.averages().get(names[i]);
            layout.copy(soFar == null ? state.parameters() : soFar, memories[i], soFar == null ? array -> { } : copied);
            views.put(names[i], layout.views(memories[i]));
        }
    }

    /** Returns live views of all averages by name. */
    public Map<String, Map<String, INDArray>> views() {
        return Collections.unmodifiableMap(views);
    }

    /**
     * @return the flat memory of an average
     * @throws IllegalArgumentException if there is none of that name
     */
    public FloatMemory memory(String name) {
        int index = Arrays.asList(names).indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no average " + name + "; there are " + Arrays.toString(names));
        }
        return memories[index];
    }

    /**
     * Moves n entries of all averages towards the parameters.
     *
     * @param at         first entry in the flat memories
     * @param parameters the parameters there
     * @param scratch    holds n floats
     */
    void follow(long at, float[] parameters, float[] scratch, int n) {
        for (int i = 0; i < memories.length; i++) {
            memories[i].read(at, scratch, n);
            float decay = decays[i];
            float rest = 1 - decay;
            for (int j = 0; j < n; j++) {
                scratch[j] = decay * scratch[j] + rest * parameters[j];
            }
            memories[i].write(at, scratch, n);
        }
    }

    /** Returns whether the session keeps no averages. */
    boolean isEmpty() {
        return memories.length == 0;
    }

    @Override
    public void close() {
        for (FloatMemory memory : memories) {
            memory.close();
        }
    }
}
