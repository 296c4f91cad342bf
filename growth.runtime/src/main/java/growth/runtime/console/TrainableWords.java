package growth.runtime.console;

import growth.api.model.Trainable;
import java.util.ArrayList;
import java.util.List;

/** What of a model learns, in words. */
public final class TrainableWords {
    private TrainableWords() {
    }

    /** @return e.g. {@code layers 3, 7–9}; nothing if everything learns */
    public static String of(Trainable trainable) {
        List<String> parts = new ArrayList<>();
        if (!trainable.equals(Trainable.ALL)) {
            if (trainable.embedding()) {
                parts.add("the embedding");
            }
            parts.add(trainable.layers().map(TrainableWords::layers).orElse("all layers"));
            if (trainable.head()) {
                parts.add("the head");
            }
        }
        return String.join(", ", parts);
    }

    private static String layers(List<Integer> layers) {
        List<String> ranges = new ArrayList<>();
        int at = 0;
        while (at < layers.size()) {
            int end = at;
            while (end + 1 < layers.size() && layers.get(end + 1) == layers.get(end) + 1) {
                end++;
            }
            ranges.add(layers.get(at) + (end > at ? "–" + layers.get(end) : ""));
            at = end + 1;
        }
        return (layers.size() == 1 ? "layer " : "layers ") + String.join(", ", ranges);
    }
}
