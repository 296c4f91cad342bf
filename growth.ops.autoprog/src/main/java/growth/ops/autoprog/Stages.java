package growth.ops.autoprog;

import growth.api.options.Option;
import java.util.Optional;

/**
 * The options that both schedules have.
 *
 * @param stages     equally long stages
 * @param layers     layers of the first stage
 * @param resolution height and width of the first stage's images
 * @param sequence   tokens per sequence of the first stage
 */
record Stages(
        @Option(description = "equally long stages, the last of which trains the target", defaultValue = "4", atLeast = 2, atMost = 1000)
        int stages,
        @Option(description = "layers of the first stage; left out: half of the target's", atLeast = 1) Optional<Integer> layers,
        @Option(description = "height and width in pixels of the first stage's images, a multiple of the patch; left out: half of the"
                + " model's", atLeast = 1) Optional<Integer> resolution,
        @Option(description = "tokens per sequence of the first stage, for text; left out: half of the context", atLeast = 1)
        Optional<Integer> sequence) {
}
