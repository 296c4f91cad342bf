package growth.runtime.console;

import growth.api.model.ModelShape;
import growth.api.model.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What of the data's size and of a model is trained on, in words. */
public final class ViewWords {
    private ViewWords() {
    }

    /** @return e.g. {@code sequences of 64, mean of 4 positions} or {@code images of 32px} */
    public static String of(ModelShape shape, View view) {
        List<String> words = new ArrayList<>();
        words.add(shape.image().map(image -> "images of " + view.resolution().orElse(image.size()) + "px")
                .orElseGet(() -> "sequences of " + view.sequence(shape)));
        addReductions(shape, view, words);
        return String.join(", ", words);
    }

    /** @return the same without what the shape itself says; nothing for the view of everything */
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
}
