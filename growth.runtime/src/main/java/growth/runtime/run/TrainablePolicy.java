package growth.runtime.run;

import growth.api.algebra.LayerMap;
import growth.api.model.Trainable;
import java.util.Locale;

/** The run's policy for what learns between a growth and the next one. */
public enum TrainablePolicy {
    /** The whole model. */
    ALL,
    /** The layers that the growth inserted, alone (LLaMA Pro, Wu et al. 2024). */
    NEW;

    /** Returns the name in run files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns what learns after the growth.
     *
     * @param growth where the grown model's layers come from
     */
    public Trainable after(LayerMap growth) {
        return this == ALL ? Trainable.ALL : Trainable.layers(growth.inserted());
    }
}
