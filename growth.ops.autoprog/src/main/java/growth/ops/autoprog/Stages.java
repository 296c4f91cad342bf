package growth.ops.autoprog;

import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.api.options.Range;
import java.util.List;

/** The options that both schedules have. */
final class Stages {
    static final String STAGES = "stages";
    static final String LAYERS = "layers";
    static final String RESOLUTION = "resolution";
    static final String SEQUENCE = "sequence";

    private Stages() {
    }

    static List<OptionSpec> options() {
        Range count = Range.between(1, Integer.MAX_VALUE);
        return List.of(
                OptionSpec.of(STAGES, OptionType.INTEGER, "4", "equally long stages, the last of which trains the target").in(
                        Range.between(2, 1000)),
                OptionSpec.optional(LAYERS, OptionType.INTEGER, "layers of the first stage; left out: half of the target's").in(count),
                OptionSpec.optional(RESOLUTION, OptionType.INTEGER, "height and width in pixels of the first stage's images, a multiple"
                        + " of the patch; left out: half of the model's").in(count),
                OptionSpec.optional(SEQUENCE, OptionType.INTEGER, "tokens per sequence of the first stage, for text; left out: half of the"
                        + " context").in(count));
    }
}
