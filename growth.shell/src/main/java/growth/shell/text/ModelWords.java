package growth.shell.text;

import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.api.model.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Describes what a run trains: the parts of a model that learn or run, and the size of its input. */
public final class ModelWords {
    private ModelWords() {
    }

    /** Returns a view, e.g. {@code sequences of 64, mean of 4 positions} or {@code images of 32px}. */
    public static String view(ModelShape shape, View view) {
        List<String> words = new ArrayList<>();
        words.add(shape.image().map(image -> "images of " + view.resolution().orElse(image.size()) + "px")
                .orElseGet(() -> "sequences of " + view.sequence(shape)));
        addReductions(shape, view, words);
        return String.join(", ", words);
    }

    /** Returns the same without what the shape already says; empty for the full view. */
    public static String reductions(ModelShape shape, View view) {
        List<String> words = new ArrayList<>();
        view.resolution().filter(pixels -> shape.image().filter(i -> i.size() != pixels).isPresent())
                .ifPresent(pixels -> words.add("images of " + pixels + "px"));
        view.sequence().filter(length -> length != shape.context()).ifPresent(length -> words.add("sequences of " + length));
        addReductions(shape, view, words);
        return String.join(", ", words);
    }

    private static void addReductions(ModelShape shape, View view, List<String> words) {
        view.pooling().ifPresent(p -> words.add(p.kind().name().toLowerCase(Locale.ROOT) + " of " + p.size() + " positions"));
        view.layers().ifPresent(layers -> words.add(layers.size() + " of " + shape.layers() + " layers"));
    }

    /** Returns the parts of a model that learn, e.g. {@code layers 3, 7–9}; empty if all do. */
    public static String trainable(Trainable trainable) {
        List<String> parts = new ArrayList<>();
        if (!trainable.equals(Trainable.ALL)) {
            if (trainable.embedding()) {
                parts.add("the embedding");
            }
            parts.add(trainable.layers().map(ModelWords::layers).orElse("all layers"));
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
