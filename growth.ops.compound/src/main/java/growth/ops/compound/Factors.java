package growth.ops.compound;

import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.options.Option;
import growth.api.options.Options;

/**
 * The factors by which the dimensions of a stage are smaller than the target's; 1 for a dimension that is grown already. Sizes that a
 * factor does not divide are rounded up.
 *
 * @param layers       of the depth
 * @param intermediate of the intermediate size
 * @param sequence     of the positions in training: pooled, truncated, or of each side of an image
 */
record Factors(
        @Option(description = "how many times fewer layers than the target", defaultValue = "1", atLeast = 1) int layers,
        @Option(description = "how many times fewer neurons per MLP than the target", defaultValue = "1", atLeast = 1) int intermediate,
        @Option(description = "how many times fewer positions than the target: pooled, truncated, or of each side of an image",
                defaultValue = "1", atLeast = 1) int sequence) {
    /** Nothing is smaller. */
    static final Factors TARGET = new Factors(1, 1, 1);

    /**
     * @param after what comes after this stage
     * @throws growth.api.GrowthException (CONFIGURATION) with the place unless some factor falls and none rises
     */
    void falling(Factors after, Options stage) {
        notRising("layers", layers, after.layers, stage);
        notRising("intermediate", intermediate, after.intermediate, stage);
        notRising("sequence", sequence, after.sequence, stage);
        if (equals(after)) {
            throw stage.refuse("layers", "nothing would grow after this stage: its factors are those of the next one; give a larger one"
                    + " here");
        }
    }

    private static void notRising(String name, int factor, int after, Options stage) {
        if (after > factor) {
            throw stage.refuse(name, "the factor would rise from " + factor + " to " + after + "; models only grow, so give at least "
                    + after + " here");
        }
    }

    /** Returns the model of a stage. */
    ModelShape shape(ModelShape target) {
        return target.toBuilder().layers(up(target.layers(), layers))
                .intermediate(up(target.intermediate(), intermediate)).build();
    }

    /** Returns the view of the data that a stage is trained on. */
    View view(ModelShape target, SequenceGrowth how) {
        if (sequence == 1) {
            return View.full();
        }
        return switch (how) {
            case POOL -> View.full().withPooling(new View.Pooling(View.Pooling.Kind.MEAN, sequence));
            case TRUNCATE -> View.full().withSequence(up(target.context(), sequence));
            case RESOLUTION -> {
                ImageShape image = target.image().orElseThrow();
                yield View.full().withResolution(up(image.size() / image.patch(), sequence) * image.patch());
            }
        };
    }

    private static int up(int size, int factor) {
        return -Math.floorDiv(-size, factor);
    }
}
