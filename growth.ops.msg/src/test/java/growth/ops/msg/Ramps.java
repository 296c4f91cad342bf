package growth.ops.msg;

import growth.api.model.GateSite;
import growth.api.model.Gates;

/** Masks on their way, as the trainer opens them. */
final class Ramps {
    private Ramps() {
    }

    /** Returns the masks, each risen from c to c + (1 − c)·share. */
    static Gates risen(Gates gates, float share) {
        Gates risen = gates;
        for (GateSite site : gates.sites()) {
            float[] values = gates.at(site).orElseThrow();
            for (int i = 0; i < values.length; i++) {
                values[i] += (1 - values[i]) * share;
            }
            risen = risen.with(site, values);
        }
        return risen;
    }
}
