package growth.api.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Masks of growing models (Yao et al. 2024, section 3): values in [0, 1] that multiply new coordinates, neurons and heads, and mix new
 * layers in as {@code c·Block(h) + (1−c)·h}. They are state of the model: the trainer ramps them, the engine applies them in forward and
 * backward with norm statistics weighted by the hidden gate, and a site whose values all are 1 is removed. Immutable.
 */
public final class Gates {
    private static final Gates NONE = new Gates(Map.of());
    private final Map<GateSite, float[]> values;

    private Gates(Map<GateSite, float[]> values) {
        this.values = values;
    }

    /** @return no gates at all */
    public static Gates none() {
        return NONE;
    }

    /** @return whether no gate stands anywhere */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** @return the sites at which gates stand */
    public Iterable<GateSite> sites() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /** @return a copy of the gate values at the site, if gates stand there */
    public Optional<float[]> at(GateSite site) {
        return Optional.ofNullable(values.get(site)).map(float[]::clone);
    }

    /**
     * @param site where
     * @param gate values in [0, 1]; all 1 removes the site
     * @return these gates with that site changed
     */
    public Gates with(GateSite site, float[] gate) {
        boolean open = true;
        for (float value : gate) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("a gate is between 0 and 1, not " + value);
            }
            open &= value == 1;
        }
        Map<GateSite, float[]> changed = new LinkedHashMap<>(values);
        if (open) {
            changed.remove(site);
        } else {
            changed.put(site, gate.clone());
        }
        return changed.isEmpty() ? NONE : new Gates(changed);
    }
}
