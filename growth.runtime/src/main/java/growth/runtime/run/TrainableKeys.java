package growth.runtime.run;

import growth.api.model.Trainable;
import growth.api.options.Options;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How run files say what learns in a run without growth. */
final class TrainableKeys {
    private static final String GROUP = "trains";
    private static final String LAYERS = "layers";

    private TrainableKeys() {
    }

    /**
     * @param training the section
     * @param grows    whether the run grows
     * @return what learns; empty if nothing is said
     * @throws growth.api.GrowthException (CONFIGURATION) with the place
     */
    static Optional<Trainable> read(Options training, boolean grows) {
        if (!training.has(GROUP)) {
            return Optional.empty();
        }
        if (grows) {
            throw training.refuse(GROUP, "after each growth growth.trains decides what learns, all or new; leave " + GROUP + " out");
        }
        Options group = training.group(GROUP);
        Optional<List<Integer>> layers = group.has(LAYERS) ? Optional.of(layers(group)) : Optional.empty();
        Trainable some = new Trainable(group.flag("embedding"), layers, group.flag("head"));
        if (!some.embedding() && !some.head() && layers.filter(List::isEmpty).isPresent()) {
            throw training.refuse(GROUP, "nothing would learn");
        }
        return Optional.of(some);
    }

    private static List<Integer> layers(Options group) {
        List<Double> given = group.numbers(LAYERS);
        Stream<Double> wrong = given.stream().filter(layer -> layer != Math.rint(layer) || layer > Integer.MAX_VALUE);
        wrong.findFirst().ifPresent(layer -> {
            throw group.refuse(LAYERS, layer + " is no layer; layers are counted from 0");
        });
        return given.stream().map(Double::intValue).distinct().sorted().toList();
    }
}
