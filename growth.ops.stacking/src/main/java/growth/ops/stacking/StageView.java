package growth.ops.stacking;

import growth.api.model.View;
import growth.api.options.Option;
import java.util.Optional;

/**
 * The part of the data that a stage sees. The engine says whether it and the model can do it.
 *
 * @param sequence   tokens per sequence
 * @param resolution height and width of images
 * @param pooling    joining of positions
 */
record StageView(
        @Option(description = "tokens per sequence; left out: the model's context", atLeast = 1) Optional<Integer> sequence,
        @Option(description = "height and width in pixels to which images are resized, a multiple of the patch; left out: the model's"
                + " image", atLeast = 1) Optional<Integer> resolution,
        @Option(description = "joining of neighbouring embedded positions (Gu et al. 2021, CompoundGrow); left out: none")
        Optional<Pooling> pooling) {

    /**
     * Positions that become one.
     *
     * @param kind how
     * @param size how many
     */
    record Pooling(@Option(description = "how positions become one", defaultValue = "mean") View.Pooling.Kind kind,
            @Option(description = "how many positions become one", atLeast = 2) int size) {
    }

    /** Returns the view, in full where options are left out. */
    View view() {
        View view = View.full();
        view = sequence.map(view::withSequence).orElse(view);
        view = resolution.map(view::withResolution).orElse(view);
        return pooling.map(joined -> new View.Pooling(joined.kind(), joined.size())).map(view::withPooling).orElse(view);
    }
}
