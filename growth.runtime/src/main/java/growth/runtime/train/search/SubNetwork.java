package growth.runtime.train.search;

import growth.api.model.View;
import java.util.List;

/**
 * A part of a model: some of its blocks, at a view of the data.
 *
 * @param layers the blocks, ascending
 * @param view   what it sees; says nothing of layers
 */
public record SubNetwork(List<Integer> layers, View view) {
    public SubNetwork {
        layers = List.copyOf(layers);
    }

    /** Returns the view with those blocks running. */
    public View running() {
        return view.withLayers(layers);
    }
}
