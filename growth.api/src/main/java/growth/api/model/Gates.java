package growth.api.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Masks of growing models (Yao et al. 2024, section 3): values c in [0, 1] that fade in new parts. They belong to the model's state: the
 * trainer ramps them, the engine applies them in forward and backward, and a site whose values are all 1 is removed. Immutable.
 *
 * <p>Sites:
 * <ul>
 * <li>HIDDEN: on the embedded sequence and on the output of every norm, whose statistics they weight:
 * μ = Σ c·x / Σ c, σ² = Σ c·(x−μ)² / Σ c, y = c·(gain·(x−μ)/√(σ²+ε) + bias); for RMSNorm y = c·gain·x/√(Σ c·x² / Σ c + ε).
 * <li>INTERMEDIATE: on what enters the activation, (W·x + b)·c; where there is a gate projection (SwiGLU), on W_up·x alone, so that a
 * neuron's output is multiplied by c once.
 * <li>HEADS: a head's query, key and value each times c. Where several query heads share a key/value head, keys and values belong to
 * KV_HEADS, and the query's gate counts twice instead: scores c²·q·k, output times c.
 * <li>KV_HEADS: keys and values times c, in models with grouped queries only.
 * <li>LAYERS: c·Block(h) + (1−c)·h.
 * </ul>
 */
public final class Gates {
    private static final Gates NONE = new Gates(Map.of());
    private final Map<GateSite, float[]> values;

    private Gates(Map<GateSite, float[]> values) {
        this.values = values;
    }

    /** Returns no gates at all. */
    public static Gates none() {
        return NONE;
    }

    /** Returns whether no gate stands anywhere. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** Returns the sites at which gates stand. */
    public Iterable<GateSite> sites() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /** Returns a copy of the gate values at the site, if gates stand there. */
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
