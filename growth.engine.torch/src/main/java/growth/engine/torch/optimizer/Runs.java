package growth.engine.torch.optimizer;

import growth.engine.common.layout.FlatLayout.Place;
import growth.engine.common.layout.FlatLayout.Stretch;
import java.util.ArrayList;
import java.util.List;

/** Joins tensors that are neighbours in a flat memory, so that one call serves them all. */
final class Runs {
    private final List<Stretch> stretches = new ArrayList<>();

    /** Adds a place; places come in ascending order. */
    void add(Place place) {
        int last = stretches.size() - 1;
        if (last >= 0 && stretches.get(last).at() + stretches.get(last).count() == place.at()) {
            stretches.set(last, new Stretch(stretches.get(last).at(), stretches.get(last).count() + place.count()));
        } else {
            stretches.add(new Stretch(place.at(), place.count()));
        }
    }

    /** Returns the joined stretches, ascending. */
    List<Stretch> stretches() {
        return stretches;
    }
}
